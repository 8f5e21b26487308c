import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { systemClock } from '#kit/clock.ts'
import {
  findProgram,
  freePort,
  isFree,
  privateFolder,
  runToEnd,
  type StartedServer,
  startServer,
} from './process.ts'

/** One Redis, empty again after a kill: a cache keeps nothing. */
export interface StartedRedis extends StartedServer {
  /** `host:port` of each node. */
  readonly nodes: readonly string[]
}

/** A cluster of three masters, each with a replica. */
export interface StartedRedisCluster {
  readonly nodes: readonly string[]
  /** Ends one master at once and tells its `host:port`. */
  killMaster(): Promise<string>
  /** Starts a node that was killed again, on the same port and folder. */
  restartNode(node: string): Promise<void>
  /** Ends all nodes at once. */
  kill(): Promise<void>
  /** Starts all nodes again and waits until they agree. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const nodesMax = 6
const readyWithinMs = 20_000

/** Whether Redis is on this machine (Debian: redis). */
export function redisAvailable(): boolean {
  return programs() !== undefined
}

/** Starts an empty Redis that writes nothing to disk. */
export async function startRedis(): Promise<StartedRedis> {
  return launch(await freePort(), await privateFolder('redis'), [])
}

/** Starts six nodes, makes a cluster of them and waits until all say that it is whole. */
export async function startRedisCluster(): Promise<StartedRedisCluster> {
  const folder = await privateFolder('redis-cluster')
  const started = new Map<string, StartedRedis>()
  for (let n = 0; n < nodesMax; n += 1) {
    const own = join(folder, String(n))
    await mkdir(own)
    const node = await launch(await portWithBus(), own, clusterSettings)
    started.set(node.nodes[0] ?? '', node)
  }
  const nodes = [...started.keys()]
  const all = (work: (node: StartedRedis) => Promise<void>) => Promise.all([...started.values()].map(work))
  const agreed = () => Promise.all(nodes.map((node) => untilWhole(node)))
  const stop = async () => {
    await all((node) => node.stop())
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await makeCluster(nodes)
    await agreed()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    nodes,
    async killMaster() {
      const master = await anyMaster(nodes)
      await started.get(master)?.kill()
      return master
    },
    restartNode: async (node) => started.get(node)?.restart(),
    kill: async () => void (await all((node) => node.kill())),
    async restart() {
      await all((node) => node.restart())
      await agreed()
    },
    stop,
  }
}

const clusterSettings = [
  ...['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf', '--cluster-node-timeout', '2000'],
  // What the other masters hold is served while one is away.
  ...['--cluster-require-full-coverage', 'no'],
  // A replica can take over only what it has received.
  ...['--repl-diskless-sync-delay', '0'],
]

async function launch(port: number, folder: string, settings: readonly string[]): Promise<StartedRedis> {
  const found = programs()
  if (!found) throw new Error('Redis is not installed: apt-get install redis')
  const server = await startServer({
    name: 'Redis',
    program: found.server,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--protected-mode', 'yes'],
      ...['--save', '', '--appendonly', 'no', '--dir', folder],
      ...settings,
    ],
    folder,
    isReady: async () => (await tell(port, 'PING', /\r\n/)).startsWith('+PONG'),
    readyWithinMs,
  })
  return Object.assign(server, { nodes: [`127.0.0.1:${port}`] })
}

/** A node of a cluster talks to the others on the port 10 000 above its own. */
async function portWithBus(): Promise<number> {
  for (;;) {
    const port = await freePort()
    if (await isFree(port + 10_000)) return port
  }
}

async function makeCluster(nodes: readonly string[]): Promise<void> {
  const cli = programs()?.cli ?? ''
  await runToEnd(cli, ['--cluster', 'create', ...nodes, '--cluster-replicas', '1', '--cluster-yes'])
}

async function untilWhole(node: string): Promise<void> {
  const giveUpAt = systemClock.now() + readyWithinMs
  while (systemClock.now() < giveUpAt) {
    if (await isWhole(portOf(node)).catch(() => false)) return
    await systemClock.sleep(50)
  }
  throw new Error(`the Redis cluster is not whole after ${readyWithinMs} ms`)
}

/** All slots are served, and a replica has what its master has. */
async function isWhole(port: number): Promise<boolean> {
  const cluster = await tell(port, 'CLUSTER INFO', /cluster_my_epoch/)
  const replication = await tell(port, 'INFO replication', /master_repl_offset/)
  const isServed = cluster.includes('cluster_state:ok') && cluster.includes('cluster_slots_ok:16384')
  return isServed && /connected_slaves:1|master_link_status:up/.test(replication)
}

async function anyMaster(nodes: readonly string[]): Promise<string> {
  for (const node of nodes) {
    const role = await tell(portOf(node), 'ROLE', /\r\n(master|slave)\r\n/).catch(() => '')
    if (role.includes('master')) return node
  }
  throw new Error('no node of the Redis cluster is a master')
}

const portOf = (node: string) => Number(node.split(':')[1])

/** Sends one command and answers what came back until `end` was in it. */
function tell(port: number, command: string, end: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(`${command}\r\n`))
    let heard = ''
    socket.setEncoding('utf8').setTimeout(1000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (chunk) => {
      heard += chunk
      if (end.test(heard)) socket.end()
    })
    socket.once('error', reject).once('close', () => resolve(heard))
  })
}

function programs(): { readonly server: string; readonly cli: string } | undefined {
  const server = findProgram('redis-server')
  const cli = findProgram('redis-cli')
  return server && cli ? { server, cli } : undefined
}
