/** What people may set when they start the platform. */
export interface Settings {
  readonly host: string
  readonly port: number
  /** Everything that must survive: databases, secrets, generated keys. */
  readonly dataDir: string
  /** The lively demo shop with its open doors; else an empty installation. */
  readonly demo: boolean
}

/** A start that is refused: the text says what, why and what to do. */
export class Refusal extends Error {}

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return loopback.has(host)
}

/** Reads and checks the environment; throws a Refusal. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const host = env.HOST || '127.0.0.1'
  const demo = flagOf(env.DEMO ?? '1')
  if (demo && !isLoopback(host))
    throw new Refusal(
      `HOST=${host} with DEMO=1: the demo prints its logins and lets anybody pay, so it binds to ` +
        'loopback only. Use HOST=127.0.0.1, or DEMO=0 for a real installation.',
    )
  return { host, port: portOf(env.PORT || '8080'), dataDir: env.DATA_DIR || './data', demo }
}

function flagOf(text: string): boolean {
  if (text === '1' || text === '0') return text === '1'
  throw new Refusal(`DEMO=${text}: it is 1 (demo shop) or 0 (empty installation).`)
}

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Refusal(`PORT=${text}: a port is a whole number from 0 to 65535 (0 = any free one).`)
}
