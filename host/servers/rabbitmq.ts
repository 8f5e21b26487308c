import { globSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'amqplib'
import { findProgram, freePort, privateFolder, runToEnd, type StartedServer, startServer } from './process.ts'

export interface StartedRabbitmq extends StartedServer {
  readonly port: number
  /** `amqp://guest:guest@127.0.0.1:PORT` */
  readonly url: string
}

/** Whether RabbitMQ's programs are on this machine (Debian: rabbitmq-server). */
export function rabbitmqAvailable(): boolean {
  return programs() !== undefined
}

/** Starts an empty RabbitMQ of one node; what it has confirmed is on disk. */
export async function startRabbitmq(): Promise<StartedRabbitmq> {
  const found = programs()
  if (!found) throw new Error('RabbitMQ is not installed: apt-get install rabbitmq-server')
  const folder = await privateFolder('rabbitmq')
  const mapper = await startPortMapper(found.mapper, folder)
  const ports = { mapper: mapper.port, node: await freePort(), distribution: await freePort() }
  const url = `amqp://guest:guest@127.0.0.1:${ports.node}`
  writeFileSync(join(folder, 'rabbitmq.conf'), settings.join('\n'))
  const server = await startServer({
    name: 'RabbitMQ',
    program: found.server,
    args: [],
    env: environment(found.server, folder, ports),
    folder,
    isReady: () => answers(url),
    readyWithinMs: 60_000,
  }).catch(async (error) => {
    await mapper.stop()
    throw error
  })
  return {
    port: ports.node,
    url,
    get pid() {
      return server.pid
    },
    get gone() {
      return server.gone
    },
    kill: server.kill,
    restart: server.restart,
    async stop() {
      await server.stop()
      await mapper.stop()
    },
  }
}

/** Few schedulers and a small log of the queues, because tests share the machine with it. */
const settings = [
  'log.console = true',
  'log.console.level = warning',
  'vm_memory_high_watermark.relative = 0.4',
  'disk_free_limit.absolute = 100MB',
  'raft.wal_max_size_bytes = 64000000',
  // A message that is held back until its listener works again is not forgotten by it.
  'consumer_timeout = 86400000',
  '',
]

interface Ports {
  readonly mapper: number
  readonly node: number
  readonly distribution: number
}

function environment(server: string, folder: string, ports: Ports): Record<string, string> {
  return {
    HOME: folder,
    RABBITMQ_HOME: join(server, '..', '..'),
    RABBITMQ_NODENAME: 'cangqiong@localhost',
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_PID_FILE: join(folder, 'server.pid'),
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(ports.node),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(ports.mapper),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none',
    // Lets the script become the server, so that signals and kills reach it and not a shell before it.
    RUNNING_UNDER_SYSTEMD: 'true',
  }
}

/** Erlang's register of nodes. A node that finds none starts one that stays behind, so it finds ours. */
async function startPortMapper(program: string, parent: string): Promise<StartedServer & { port: number }> {
  const port = await freePort()
  const folder = join(parent, 'epmd')
  mkdirSync(folder)
  const server = await startServer({
    name: 'epmd',
    program,
    args: ['-port', String(port), '-address', '127.0.0.1'],
    folder,
    isReady: () => runToEnd(program, ['-port', String(port), '-names']).then(() => true),
    readyWithinMs: 5000,
  })
  return Object.assign(server, { port })
}

interface Programs {
  readonly mapper: string
  readonly server: string
}

/** The script of the version itself: the one on PATH changes the user and forgets the environment. */
function programs(): Programs | undefined {
  const mapper = findProgram('epmd')
  const server = globSync('/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server').at(-1)
  return mapper && server && findProgram('erl') ? { mapper, server } : undefined
}

async function answers(url: string): Promise<boolean> {
  const connection = await connect(url)
  await connection.close()
  return true
}
