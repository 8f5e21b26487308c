import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { accessSync, closeSync, constants, openSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '#kit/clock.ts'
import { endWithUs } from './end-with-us.ts'

/** A server that this process has started on a private port, with its data in a private folder. */
export interface StartedServer {
  /** Of the running process; another one after a restart. */
  readonly pid: number
  /** Resolves when the running process has ended, however that came. */
  readonly gone: Promise<void>
  /** Ends it at once, as a power cut would; its data stays. */
  kill(): Promise<void>
  /** Starts it again on the same port and data after a kill, and waits until it answers. */
  restart(): Promise<void>
  /** Ends it and deletes its folder. */
  stop(): Promise<void>
}

export interface ServerProgram {
  /** What it is called in errors. */
  readonly name: string
  /** Full path, as found by `findProgram`. */
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Holds its data and its log; deleted at the end. */
  readonly folder: string
  /** Whether it answers; asked until it does. A rejection means not yet. */
  readonly isReady: () => Promise<boolean>
  readonly readyWithinMs: number
}

const answerWithinMs = 5000
const askEveryMs = 25
const stopWithinMs = 10_000

/** Starts a server and waits until it answers. Throws with the end of its log where it does not in time. */
export async function startServer(server: ServerProgram): Promise<StartedServer> {
  let running = launch(server)
  const leash = endWithUs(() => killGroup(running.child))

  async function stop() {
    leash.release()
    await end(running, stopWithinMs)
    rmSync(server.folder, { recursive: true, force: true })
  }

  async function ready() {
    if (await becomesReady(server, running.child)) return
    const tail = readFileSync(logOf(server), 'utf8').slice(-2000)
    await end(running, stopWithinMs)
    throw new Error(`${server.name} did not get ready within ${server.readyWithinMs} ms:\n${tail}`)
  }

  try {
    await ready()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    get pid() {
      return running.child.pid ?? 0
    },
    get gone() {
      return running.exited
    },
    kill: () => end(running, 0),
    async restart() {
      killGroup(running.child)
      running = launch(server)
      await ready()
    },
    stop,
  }
}

/** With whatever it has started: workers outlive a master that was killed, and hold its port. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

interface Launched {
  readonly child: ChildProcess
  readonly exited: Promise<void>
}

const logOf = ({ folder }: ServerProgram) => join(folder, 'server.log')

function launch(server: ServerProgram): Launched {
  const log = openSync(logOf(server), 'a')
  const child = spawn(server.program, server.args, {
    env: { ...process.env, ...server.env },
    cwd: server.folder,
    stdio: ['ignore', log, log],
    // In a group of its own: a terminal's Ctrl-C is for whoever started it, who stops all in order.
    detached: true,
  })
  closeSync(log)
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  )
  return { child, exited }
}

async function becomesReady(server: ServerProgram, child: ChildProcess): Promise<boolean> {
  const giveUpAt = systemClock.now() + server.readyWithinMs
  while (systemClock.now() < giveUpAt && child.exitCode === null && child.pid !== undefined) {
    const answered = server.isReady().catch(() => false)
    // A server that takes the connection and never answers is asked again.
    if (await Promise.race([answered, delay(answerWithinMs, false, { ref: false })])) return true
    await delay(askEveryMs)
  }
  return false
}

/** Asks it to stop, and ends it where it does not within the bound; 0: at once. */
async function end({ child, exited }: Launched, withinMs: number): Promise<void> {
  child.kill(withinMs === 0 ? 'SIGKILL' : 'SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), withinMs)
  await exited
  clearTimeout(force)
}

/** Runs a program to its end; throws with its output where it fails. */
export async function runToEnd(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output.join('').slice(-2000)}`)
}

/**
 * Below those that systems give to outgoing connections, one of which could else sit where a killed process
 * comes back.
 */
const ports = { from: 20_000, to: 32_000 }

/** What was given is not listened on yet, and would look free to the next who asks. */
const given = new Set<number>()

/** A TCP port of the loopback interface that nobody uses or was given, and no outgoing connection takes. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(ports.from, ports.to)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

/** Whether nobody listens on a port of the loopback interface now. */
export function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((settle) => {
    server.once('error', () => settle(false))
    server.listen(port, '127.0.0.1', () => server.close(() => settle(true)))
  })
}

/** A new folder for a server's data. */
export async function privateFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `cangqiong-${name}-`))
}

/** The full path of a program on PATH or among the system's servers; undefined where it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
