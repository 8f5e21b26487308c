import { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import type { Cache } from '#kit/cache/cache.ts'
import { createMemoryCache } from '#kit/cache/memory.ts'
import type { Clock } from '#kit/clock.ts'
import type { Centre } from '#kit/config/centre.ts'
import { createFileCentre } from '#kit/config/file.ts'
import { createMemoryCentre } from '#kit/config/memory.ts'
import type { Discovery } from '#kit/discovery/discovery.ts'
import { createStaticDiscovery } from '#kit/discovery/static.ts'
import type { Bus } from '#kit/messaging/bus.ts'
import { createMemoryBus } from '#kit/messaging/memory.ts'
import type { Random } from '#kit/random.ts'
import type { Limiter } from '#kit/resilience/limiter.ts'
import { codecTransport } from '#kit/rpc/codec.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import { grpcTransport } from '#kit/rpc/grpc-client.ts'
import { type Served, serve, type Transport } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { keepingBus } from './keeping-bus.ts'
import { heardElsewhere, listeners } from './listeners.ts'
import { type PlatformConfig, partsOf } from './platform-config.ts'
import { createReach, type Reach } from './reach.ts'
import { createSplitBus } from './split-bus.ts'
import { withStalls } from './stalls.ts'
import type { StorageConfig } from './storage-config.ts'
import type { Topology } from './topology.ts'

/**
 * The technologies of a process, behind the ports. This file is the only one that names them, and loads only
 * those that are used.
 */
export interface Adapters {
  storage(name: string, migrations: readonly Migration[]): Promise<Storage<unknown>>
  /** Reaches a service by its name in the contracts' package: `order` for cangqiong.order.v1. */
  transportTo(service: string): Transport
  readonly reach: Reach
  readonly bus: Bus
  readonly cache: Cache
  /** Limits that all gateways share; none where each has its own. */
  readonly limiter: Limiter | undefined
  readonly discovery: Discovery
  /** What the bus itself answers to other processes. */
  readonly serves: readonly Served[]
  stop(): Promise<void>
}

export interface AdapterNeeds {
  readonly topology: Topology
  readonly platform: PlatformConfig
  /** Services that run in this process; filled while it is assembled. */
  readonly served: () => readonly Served[]
  /** The file of a service's database on SQLite. */
  database(name: string): string
  readonly storage: StorageConfig
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Names rpcs that are held up; only in the profile `test`. */
  readonly stallsFile: string | null
  /** Called when the process can no longer trust its storage. */
  readonly onFatal: () => void
}

export interface CentreNeeds extends Pick<AdapterNeeds, 'platform' | 'clock' | 'random' | 'log'> {
  readonly configFile?: string
}

/** Connects a process to what carries it; what cannot be reached now is tried again and again. */
export async function createAdapters(needs: AdapterNeeds): Promise<Adapters> {
  const { topology, clock, log, stallsFile } = needs
  const discovery = await discoveryOf(needs)
  const open = (addresses: () => readonly string[]) => grpcTransport({ addresses, clock })
  const reach = createReach({ discovery, open, clock, log })
  const here = transportWithin(needs)
  const transportTo = (service: string) => {
    const transport = topology.here.includes(service) ? here : reach.to(service)
    return stallsFile === null ? transport : withStalls(transport, stallsFile, clock)
  }
  const { bus, serves } = await eventsOf(needs, reach)
  const cache = await cacheOf(needs)
  const limiter = await limiterOf(needs, reach)
  return {
    storage: (name, migrations) => storageOf(needs, name, migrations),
    transportTo,
    ...{ reach, bus, cache, limiter, discovery, serves },
    async stop() {
      await bus.stop()
      await reach.stop()
      await limiter?.stop()
      await cache.stop()
      await discovery.stop()
    },
  }
}

/** Where the configuration of the installation lies, which is opened before anything else. */
export async function centreOf({ platform, configFile, clock, random, log }: CentreNeeds): Promise<Centre> {
  const { kind, hosts } = partsOf(platform.centre)
  if (kind === 'nacos') {
    const { createNacosCentre } = await import('#kit/config/nacos.ts')
    return createNacosCentre({ url: `http://${hosts[0]}`, clock, random, log })
  }
  if (configFile === undefined) return createMemoryCentre()
  return createFileCentre({ path: configFile, clock, log })
}

async function storageOf(
  needs: AdapterNeeds,
  name: string,
  migrations: readonly Migration[],
): Promise<Storage<unknown>> {
  const { platform, storage, clock, random, log, onFatal } = needs
  if (platform.storage === 'sqlite') {
    const { maxBatch, synchronous } = storage
    const path = needs.database(name)
    return createSqliteStorage({ maxBatch, synchronous, path, migrations, clock, log, onFatal })
  }
  const { createMysqlStorage } = await import('#kit/storage/mysql.ts')
  const { poolSize } = storage
  const place = { url: platform.storage, database: `${platform.prefix}_${name}`, poolSize }
  return createMysqlStorage({ ...place, migrations, clock, random, log })
}

function transportWithin({ topology, served, clock, log }: AdapterNeeds): Transport {
  return topology.wire === 'codec'
    ? codecTransport(served, { clock, log })
    : directTransport(served, { clock, log })
}

async function eventsOf(needs: AdapterNeeds, reach: Reach): Promise<Pick<Adapters, 'bus' | 'serves'>> {
  const { topology, platform, clock, random, log } = needs
  const { kind, hosts } = partsOf(platform.events)
  const broker = { clock, random, log, listeners, prefix: platform.prefix }
  if (kind === 'amqp') {
    const { createRabbitBus } = await import('#kit/messaging/rabbitmq.ts')
    return { bus: await createRabbitBus({ ...broker, url: platform.events }), serves: [] }
  }
  if (kind === 'kafka') {
    const { createKafkaBus } = await import('#kit/messaging/kafka.ts')
    return { bus: await createKafkaBus({ ...broker, brokers: hosts }), serves: [] }
  }
  if (topology.wire !== 'grpc')
    return { bus: keepingBus(createMemoryBus({ log }), heardElsewhere(topology.here)), serves: [] }
  const bus = createSplitBus(topology, reach, { clock, log })
  return { bus, serves: [serve(DeliveryService, bus.handlers)] }
}

async function cacheOf({ platform, clock, random, log }: AdapterNeeds): Promise<Cache> {
  const { kind, hosts: nodes } = partsOf(platform.cache)
  if (kind === 'memory') return createMemoryCache({ clock })
  const { createRedisCache } = await import('#kit/cache/redis.ts')
  const cluster = kind === 'redis-cluster'
  return createRedisCache({ nodes, cluster, prefix: `${platform.prefix}:`, clock, random, log })
}

async function limiterOf(needs: AdapterNeeds, reach: Reach): Promise<Limiter | undefined> {
  const { platform, clock, random, log } = needs
  const { kind, hosts: nodes } = partsOf(platform.cache)
  if (kind === 'memory') return undefined
  const { createRedisLimiter } = await import('#kit/resilience/redis-limiter.ts')
  const place = { nodes, cluster: kind === 'redis-cluster', prefix: `${platform.prefix}:` }
  const instances = () => reach.instances('gateway').length
  return createRedisLimiter({ ...place, instances, clock, random, log })
}

async function discoveryOf({ platform, clock, random, log }: AdapterNeeds): Promise<Discovery> {
  const { kind, hosts } = partsOf(platform.discovery)
  const registry = { clock, random, log }
  const endpoints = hosts.map((host) => `http://${host}`)
  const [url = ''] = endpoints
  if (kind === 'etcd') {
    const { createEtcdDiscovery } = await import('#kit/discovery/etcd.ts')
    return createEtcdDiscovery({ ...registry, endpoints })
  }
  if (kind === 'nacos') {
    const { createNacosDiscovery } = await import('#kit/discovery/nacos.ts')
    return createNacosDiscovery({ ...registry, url })
  }
  if (kind === 'consul') {
    const { createConsulDiscovery } = await import('#kit/discovery/consul.ts')
    return createConsulDiscovery({ ...registry, url })
  }
  return createStaticDiscovery(platform.addresses)
}
