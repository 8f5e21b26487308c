import { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import type { Clock } from '#kit/clock.ts'
import type { Bus } from '#kit/messaging/bus.ts'
import { createMemoryBus } from '#kit/messaging/memory.ts'
import { createRpcBus } from '#kit/messaging/rpc.ts'
import type { Random } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { codecTransport } from '#kit/rpc/codec.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import { type GrpcTransport, grpcTransport } from '#kit/rpc/grpc-client.ts'
import { type Served, serve, type Transport } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { listeners } from './listeners.ts'
import { withStalls } from './stalls.ts'
import type { StorageConfig } from './storage-config.ts'
import type { Topology } from './topology.ts'

/** The technologies of a topology, behind the ports. This file is the only one that names them. */
export interface Adapters {
  storage(name: string, migrations: readonly Migration[]): Promise<Storage<unknown>>
  /** Reaches a service by its name in the contracts' package: `order` for cangqiong.order.v1. */
  transportTo(service: string): Transport
  readonly bus: Bus
  /** What the bus itself answers to other processes. */
  readonly serves: readonly Served[]
  stop(): Promise<void>
}

export interface AdapterNeeds {
  readonly topology: Topology
  /** Services that run in this process; filled while it is assembled. */
  readonly served: () => readonly Served[]
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

export function createAdapters(needs: AdapterNeeds): Adapters {
  const { topology, served, clock, random, log, onFatal } = needs
  const dispatch = { clock, random, log }
  const within =
    topology.wire === 'codec' ? codecTransport(served, dispatch) : directTransport(served, dispatch)
  const remote = new Map<string, GrpcTransport>()

  function transportTo(service: string): Transport {
    const plain = plainTransportTo(service)
    return needs.stallsFile === null ? plain : withStalls(plain, needs.stallsFile, clock)
  }

  function plainTransportTo(service: string): Transport {
    if (topology.here.includes(service)) return within
    const known = remote.get(service) ?? openRemote(service)
    remote.set(service, known)
    return known
  }

  function openRemote(service: string): GrpcTransport {
    const address = topology.addresses[service]
    if (address === undefined) throw new Error(`nobody knows where ${service} runs`)
    return grpcTransport({ addresses: () => [address], clock })
  }

  const stopRemote = () => Promise.all([...remote.values()].map((transport) => transport.stop()))
  const storage = (name: string, migrations: readonly Migration[]) =>
    createSqliteStorage<unknown>({
      ...needs.storage,
      path: needs.database(name),
      migrations,
      clock,
      log,
      onFatal,
    })

  if (topology.wire !== 'grpc') {
    const bus = createMemoryBus({ log })
    return { storage, transportTo, bus, serves: [], stop: () => bus.stop() }
  }
  const deliveryTo = (service: string) => clientOf(DeliveryService, transportTo(service))
  const bus = createRpcBus({
    listeners: Object.fromEntries(
      Object.entries(listeners)
        .filter(([name]) => !topology.here.includes(name))
        .map(([name, types]) => [name, { types, client: deliveryTo(name) }]),
    ),
    watchers: () =>
      Object.fromEntries(othersOf(topology).map((name) => [name, { client: deliveryTo(name) }])),
    clock,
    log,
  })
  return {
    storage,
    transportTo,
    bus,
    serves: [serve(DeliveryService, bus.handlers)],
    async stop() {
      await bus.stop()
      await stopRemote()
    },
  }
}

/** Processes that overhear events: the gateway's caches and sessions, push's streams. */
function othersOf(topology: Topology): readonly string[] {
  return ['gateway', 'push'].filter((name) => !topology.here.includes(name))
}
