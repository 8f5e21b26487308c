import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { Refusal } from '../settings.ts'
import { configuration } from './nginx-configuration.ts'
import { findProgram, privateFolder, type StartedServer, startServer } from './process.ts'

/** One address before several gateways. */
export interface StartedNginx extends StartedServer {
  /** Sends everything new to these, `host:port` each, and resolves once it does. */
  shift(gateways: readonly string[]): Promise<void>
}

/** Longer than most clients keep a connection that they do not use. */
const drainMs = 5000
const reloadMs = 5000
const askEveryMs = 10

/** Whether nginx is on this machine (Debian: nginx-light). */
export function nginxAvailable(): boolean {
  return findProgram('nginx') !== undefined
}

/** Starts nginx on a port of the loopback interface before these gateways. */
export async function startNginx(port: number, gateways: readonly string[]): Promise<StartedNginx> {
  const program = findProgram('nginx')
  if (!program) throw new Error('nginx is not installed: apt-get install nginx-light')
  const folder = await privateFolder('nginx')
  // Started by root, its workers are somebody else: they keep large bodies there.
  chmodSync(folder, 0o711)
  const file = join(folder, 'nginx.conf')
  const log = join(folder, 'error.log')
  const closing = join(folder, 'closing')
  let generation = 0
  const write = (to: readonly string[]) =>
    writeFileSync(file, configuration({ folder, closing, port, gateways: to, generation }))
  write(gateways)
  const server = await startServer({
    name: 'nginx',
    program,
    args: ['-p', folder, '-c', file, '-e', log],
    folder,
    isReady: async () => (await askGeneration(port)) === String(generation),
    readyWithinMs: 5000,
  })

  async function shift(to: readonly string[]): Promise<void> {
    writeFileSync(closing, '')
    try {
      await until(drainMs, async () => (await askIdle(port)) === 0)
      await reload(to)
    } finally {
      rmSync(closing)
    }
  }

  async function reload(to: readonly string[]): Promise<void> {
    if (!isRunning(server.pid)) throw new Refusal('nginx is not running now; try again when it is.')
    generation += 1
    write(to)
    const before = goodbyes(log)
    process.kill(server.pid, 'SIGHUP')
    // For a moment both the old worker and the new one accept connections.
    const isDone = async () => goodbyes(log) > before && (await askGeneration(port)) === String(generation)
    if (!(await until(reloadMs, isDone))) throw new Error('nginx did not take its new configuration')
  }

  return Object.assign(server, { shift })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** How many workers have been told to accept nothing new. */
function goodbyes(log: string): number {
  return readFileSync(log, 'utf8').split('gracefully shutting down').length - 1
}

/** Asks until the answer is yes, for so long at most; answers whether it was. */
async function until(boundMs: number, ask: () => Promise<boolean>): Promise<boolean> {
  const giveUpAt = performance.now() + boundMs
  while (!(await ask())) {
    if (performance.now() > giveUpAt) return false
    await new Promise((resolve) => setTimeout(resolve, askEveryMs))
  }
  return true
}

/** Which configuration answers new connections; undefined where nothing does. */
function askGeneration(port: number): Promise<string | undefined> {
  return ask(port, '/.front')
}

/** How many connections are kept though nothing is asked on them. */
async function askIdle(port: number): Promise<number> {
  return Number(/Waiting: (\d+)/.exec((await ask(port, '/.connections')) ?? '')?.[1])
}

/** On a connection of its own. */
function ask(port: number, path: string): Promise<string | undefined> {
  return new Promise((settle) => {
    const asking = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.setEncoding('utf8').once('data', (text) => settle(text))
      response.once('end', () => settle(undefined))
    })
    asking.once('error', () => settle(undefined)).end()
  })
}
