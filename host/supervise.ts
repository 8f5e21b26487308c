import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join, resolve } from 'node:path'
import { serviceNames } from './services.ts'

/** One process of a supervised platform. */
export interface Supervised {
  readonly name: string
  readonly pid: number
  /** Ends it at once, as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to stop and answers its exit code. */
  stop(): Promise<number>
}

/** A platform of child processes, one for all or one for each service. */
export interface Platform {
  readonly url: string
  readonly wechatUrl: string
  readonly dataDir: string
  readonly names: readonly string[]
  process(name: string): Supervised
  /** Starts a process that was killed or stopped, on the same data and address. */
  restart(name: string): Promise<void>
  stop(): Promise<void>
}

export interface PlatformPlan {
  readonly dataDir: string
  readonly on: 'direct' | 'codec' | 'grpc'
  readonly profile: 'demo' | 'production' | 'test'
  /** Whether rpcs can be held up by stalls.json in the data folder; only in the profile `test`. */
  readonly stalls?: boolean
  /** Where log lines go; inherited unless told otherwise. */
  readonly output?: 'inherit' | 'ignore'
  readonly env?: Readonly<Record<string, string>>
}

const startMs = 60_000
const entry = join(import.meta.dirname, 'start.ts')

/**
 * Below those that systems give to outgoing connections, one of which could else sit where a killed process
 * comes back.
 */
const ports = { from: 20_000, to: 32_000 }

/** Starts a platform as child processes and waits until all of it is ready; where one fails, none stays. */
export async function supervise(plan: PlatformPlan): Promise<Platform> {
  const dataDir = resolve(plan.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const names = plan.on === 'grpc' ? ['wechat', ...serviceNames] : ['all']
  const addresses = await freeAddresses([...serviceNames, 'wechat', 'http'])
  const addressFile = join(dataDir, 'addresses.json')
  writeFileSync(addressFile, JSON.stringify({ ...addresses, http: `http://${addresses.http}` }, null, 2))
  const running = new Map<string, Child>()

  async function start(name: string): Promise<void> {
    const args = ['--wire', plan.on, '--addresses', addressFile, '--profile', plan.profile]
    if (name !== 'all') args.push('--services', name)
    if (plan.stalls) args.push('--stalls', join(dataDir, 'stalls.json'))
    const port = (addresses.http ?? '').split(':').at(-1) ?? '0'
    const env = { ...process.env, ...plan.env, HOST: '127.0.0.1', PORT: port, DATA_DIR: dataDir }
    running.set(name, await startChild(name, args, env, plan.output ?? 'inherit'))
  }

  async function stop(): Promise<void> {
    await Promise.all([...running.values()].map((child) => child.stop()))
  }

  // The outside world writes the credentials that the others read, and the gateway greets only when all are
  // there.
  try {
    for (const name of names) await start(name)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: `http://${addresses.http}`,
    wechatUrl: `http://${addresses.wechat}`,
    dataDir,
    names,
    process(name) {
      const child = running.get(name)
      if (!child) throw new Error(`no process is called ${name}`)
      return child
    },
    restart: start,
    stop,
  }
}

type Child = Supervised

async function startChild(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: 'inherit' | 'ignore',
): Promise<Child> {
  const nodeArgs = ['--disable-warning=ExperimentalWarning', entry, ...args]
  const child = spawn(process.execPath, nodeArgs, { env, stdio: ['ignore', output, output, 'ipc'] })
  const gone = new Promise<number>((settle) => {
    child.once('exit', (code, signal) => settle(signal ? 128 : (code ?? 1)))
  })
  await isReady(name, child, gone).catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  return {
    name,
    pid: child.pid ?? 0,
    async kill() {
      if (!isOver()) child.kill('SIGKILL')
      await gone
    },
    async stop() {
      if (!isOver()) child.kill('SIGTERM')
      return gone
    },
  }
}

async function isReady(name: string, child: ChildProcess, gone: Promise<number>): Promise<void> {
  const ready = new Promise<void>((settle) => child.once('message', () => settle()))
  const ended = gone.then((code) => {
    throw new Error(`${name} ended with ${code} before it was ready`)
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`${name} was not ready in ${startMs} ms`)), startMs)
  })
  ended.catch(() => undefined)
  try {
    await Promise.race([ready, ended, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Loopback addresses on ports nobody uses now. */
async function freeAddresses(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const taken = await Promise.all(names.map(async (name) => ({ name, ...(await takePort()) })))
  for (const { server } of taken) await new Promise((settle) => server.close(settle))
  return Object.fromEntries(taken.map(({ name, port }) => [name, `127.0.0.1:${port}`]))
}

async function takePort(): Promise<{ server: Server; port: number }> {
  for (;;) {
    const port = randomInt(ports.from, ports.to)
    const server = createServer()
    const isFree = await new Promise<boolean>((settle) => {
      server.once('error', () => settle(false)).listen(port, '127.0.0.1', () => settle(true))
    })
    if (isFree) return { server, port }
  }
}
