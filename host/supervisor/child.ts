import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** One process of a supervised platform. */
export interface Supervised {
  /** Its slot's name; the process that takes its place has the same. */
  readonly name: string
  readonly pid: number
  /** Where it answers gRPC, host:port. */
  readonly listen: string
  /** Where it answers HTTP; null where it runs no gateway. */
  readonly http: string | null
  /** Whether the registry had it when it was ready: else nobody finds it yet. */
  readonly isKnown: boolean
  /** Its exit code once it has ended, 128 where a signal ended it. */
  readonly gone: Promise<number>
  /** Ends it at once, as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to stop and answers its exit code. */
  stop(): Promise<number>
}

export interface ChildPlan {
  readonly name: string
  readonly listen: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Gets its output line by line; inherited or ignored where that is said. */
  readonly output: 'inherit' | 'ignore' | ((name: string, lines: Readable) => void)
  /** Gives it up while it starts. */
  readonly signal: AbortSignal
}

/** What a process says once it is up. */
interface Ready {
  readonly ready: true
  readonly http: string | null
  readonly isKnown: boolean
}

const startMs = 60_000
const entry = join(import.meta.dirname, '..', 'start.ts')

/** Starts a process and waits until it is ready; one that is not in time is ended. */
export async function startChild(plan: ChildPlan): Promise<Supervised> {
  const { name, listen, args, env, output, signal } = plan
  const nodeArgs = ['--disable-warning=ExperimentalWarning', entry, ...args]
  const pipe = typeof output === 'string' ? output : 'pipe'
  // In a group of its own: a terminal's Ctrl-C is for the supervisor, which stops all in order.
  const stdio = ['ignore', pipe, output === 'ignore' ? 'pipe' : pipe, 'ipc'] as const
  const child = spawn(process.execPath, nodeArgs, { env, stdio: [...stdio], detached: true })
  const lastWords = output === 'ignore' ? listenTo(child.stderr) : () => ''
  if (typeof output !== 'string')
    for (const stream of [child.stdout, child.stderr]) if (stream) output(name, stream)
  const gone = new Promise<number>((settle) => {
    child.once('exit', (code, signal) => settle(signal ? 128 : (code ?? 1)))
    child.once('error', () => settle(1))
  })
  const giveUp = () => void child.kill('SIGTERM')
  signal.addEventListener('abort', giveUp)
  const { http, isKnown } = await isReady(name, child, gone)
    .catch(async (cause) => {
      child.kill('SIGKILL')
      await gone
      throw new Error(`${cause.message}\n${lastWords()}`.trimEnd(), { cause })
    })
    .finally(() => signal.removeEventListener('abort', giveUp))
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  return {
    name,
    pid: child.pid ?? 0,
    listen,
    http,
    isKnown,
    gone,
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

const wordsMax = 2000

/** What nobody else hears is kept a while, to say why it did not start. */
function listenTo(stream: Readable | null): () => string {
  let heard = ''
  stream?.setEncoding('utf8').on('data', (text) => {
    heard = (heard + text).slice(-wordsMax)
  })
  return () => heard
}

async function isReady(name: string, child: ChildProcess, gone: Promise<number>): Promise<Ready> {
  const ready = new Promise<Ready>((settle) => child.once('message', (message) => settle(message as Ready)))
  const ended = gone.then((code) => {
    throw new Error(`${name} ended with ${code} before it was ready`)
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`${name} was not ready in ${startMs} ms`)), startMs)
  })
  ended.catch(() => undefined)
  try {
    return await Promise.race([ready, ended, late])
  } finally {
    clearTimeout(timer)
  }
}
