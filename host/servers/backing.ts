import { type Carriers, carriersOf, type On } from '../topologies.ts'
import { etcdAvailable, startEtcd } from './etcd.ts'
import { kafkaAvailable, startKafka } from './kafka.ts'
import { keepUp } from './keep-up.ts'
import { mariadbAvailable, startMariadb } from './mariadb.ts'
import { nacosAvailable, startNacos } from './nacos.ts'
import { nginxAvailable } from './nginx.ts'
import type { StartedServer } from './process.ts'
import { rabbitmqAvailable, startRabbitmq } from './rabbitmq.ts'
import { redisAvailable, startRedis, startRedisCluster } from './redis.ts'

/** What can be taken away from a platform and given back. */
export type Backed = Pick<StartedServer, 'kill' | 'restart' | 'stop'>

/** One thing that services lean on: the server itself, and the value that tells a process where it is. */
interface Backer {
  readonly server: Backed
  readonly value: string
}

/** The real servers of a topology, started and empty. */
export interface Backing {
  /** By what each is to the services: storage, cache, events, discovery, centre. */
  readonly servers: ReadonlyMap<keyof Carriers, Backed>
  /** Where they are, as values of the section `platform`. */
  readonly values: Readonly<Record<string, string>>
  stop(): Promise<void>
}

type Role = { readonly [R in keyof Carriers]: `${R}/${Carriers[R]}` }[keyof Carriers]

/** A real server that some role is filled with. */
interface Starter {
  /** The Debian packages it needs. */
  readonly debian: string
  isThere(): boolean
  start(): Promise<Backer>
}

/** What needs no server is not here. */
const starters: Readonly<Partial<Record<Role, Starter>>> = {
  'storage/mariadb': {
    debian: 'mariadb-server, nginx-light',
    isThere: () => mariadbAvailable() && nginxAvailable(),
    start: async () => backer(await startMariadb(), ({ url }) => url),
  },
  'cache/redis': {
    debian: 'redis-server',
    isThere: redisAvailable,
    start: async () => backer(await startRedis(), ({ nodes }) => `redis://${nodes.join(',')}`),
  },
  'cache/redis-cluster': {
    debian: 'redis-server',
    isThere: redisAvailable,
    start: async () => backer(await startRedisCluster(), ({ nodes }) => `redis-cluster://${nodes.join(',')}`),
  },
  'events/rabbitmq': {
    debian: 'rabbitmq-server',
    isThere: rabbitmqAvailable,
    start: async () => backer(await startRabbitmq(), ({ url }) => url),
  },
  'events/kafka': {
    debian: 'maven, openjdk-17-jdk-headless',
    isThere: kafkaAvailable,
    start: async () => backer(await startKafka(), ({ brokers }) => `kafka://${brokers.join(',')}`),
  },
  'discovery/etcd': {
    debian: 'etcd-server',
    isThere: etcdAvailable,
    start: async () => backer(await startEtcd(), ({ url }) => `etcd://${new URL(url).host}`),
  },
  'discovery/nacos': {
    debian: 'maven, openjdk-17-jdk-headless',
    isThere: nacosAvailable,
    start: async () => backer(await startNacos(), ({ url }) => `nacos://${new URL(url).host}`),
  },
}

/** The real servers of a topology by name; nothing where it is all embedded. */
export function serversOf(on: On): readonly string[] {
  const names = rolesOf(on).filter((role) => starters[role] !== undefined)
  return [...new Set(names.map((role) => role.split('/')[1] ?? ''))]
}

/** What a topology needs that is not on this machine, in words; empty where all is there. */
export function lackingFor(on: On): readonly string[] {
  return rolesOf(on).flatMap((role) => {
    const starter = starters[role]
    if (!starter || starter.isThere()) return []
    return [`${role.split('/')[1]} (apt-get install ${starter.debian.replaceAll(',', '')})`]
  })
}

/** Starts all servers of a topology side by side. */
export async function startBacking(on: On): Promise<Backing> {
  const roles = rolesOf(on).filter((role) => starters[role] !== undefined)
  const outcomes = await Promise.allSettled(roles.map((role) => starters[role]?.start()))
  const servers = new Map<keyof Carriers, Backed>()
  const values: Record<string, string> = {}
  for (const [index, role] of roles.entries()) {
    const outcome = outcomes[index]
    if (outcome?.status !== 'fulfilled' || !outcome.value) continue
    const to = role.split('/')[0] as keyof Carriers
    servers.set(to, outcome.value.server)
    values[to] = outcome.value.value
  }
  const stop = async () => void (await Promise.all([...servers.values()].map((server) => server.stop())))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  // One Nacos is both: registry and configuration centre.
  if (carriersOf[on].centre === 'nacos') values.centre = values.discovery ?? ''
  return { servers, values, stop }
}

/** Starts again what ends unasked, but for the nodes of a Redis Cluster, which stands in for its own. */
export function keepBackingUp({ servers }: Backing, on: On): { letGo(): void } {
  const keeping = [...servers].flatMap(([role, server]) =>
    isOne(server) ? [keepUp(carriersOf[on][role], server)] : [],
  )
  return {
    letGo() {
      for (const each of keeping) each.letGo()
    },
  }
}

function isOne(server: Backed): server is Backed & Pick<StartedServer, 'gone'> {
  return 'gone' in server
}

function rolesOf(on: On): readonly Role[] {
  const carriers = carriersOf[on]
  return Object.entries(carriers).map(([to, by]) => `${to}/${by}` as Role)
}

function backer<S extends Backed>(server: S, placeOf: (server: S) => string): Backer {
  return { server, value: placeOf(server) }
}
