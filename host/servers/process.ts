import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, openSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { systemClock } from '#kit/clock.ts'

/** A server that this process has started on a private port, with its data in a private folder. */
export interface StartedServer {
  readonly pid: number
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

const askEveryMs = 25
const stopWithinMs = 10_000

/** Starts a server and waits until it answers. Throws with the end of its log where it does not in time. */
export async function startServer(server: ServerProgram): Promise<StartedServer> {
  const logFile = join(server.folder, 'server.log')
  const log = openSync(logFile, 'a')
  const child = spawn(server.program, server.args, {
    env: { ...process.env, ...server.env },
    stdio: ['ignore', log, log],
  })
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  )
  const killWithUs = () => void child.kill('SIGKILL')
  process.once('exit', killWithUs)

  async function stop() {
    process.off('exit', killWithUs)
    await end(child, exited)
    rmSync(server.folder, { recursive: true, force: true })
  }

  if (await becomesReady(server, child)) return { pid: child.pid ?? 0, stop }
  const tail = readFileSync(logFile, 'utf8').slice(-2000)
  await stop()
  throw new Error(`${server.name} did not get ready within ${server.readyWithinMs} ms:\n${tail}`)
}

async function becomesReady(server: ServerProgram, child: ChildProcess): Promise<boolean> {
  const giveUpAt = systemClock.now() + server.readyWithinMs
  while (systemClock.now() < giveUpAt && child.exitCode === null && child.pid !== undefined) {
    if (await server.isReady().catch(() => false)) return true
    await new Promise((resolve) => setTimeout(resolve, askEveryMs))
  }
  return false
}

async function end(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
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

/** A TCP port of the loopback interface that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
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
