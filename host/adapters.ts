import { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import type { Clock } from '#kit/clock.ts'
import type { Bus } from '#kit/messaging/bus.ts'
import { createMemoryBus } from '#kit/messaging/memory.ts'
import { createRpcBus, type RpcBus } from '#kit/messaging/rpc.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { codecTransport } from '#kit/rpc/codec.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import { type GrpcTransport, grpcTransport } from '#kit/rpc/grpc-client.ts'
import { type Served, serve, type Transport } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { keepingBus } from './keeping-bus.ts'
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
  readonly log: Log
  /** Names rpcs that are held up; only in the profile `test`. */
  readonly stallsFile: string | null
  /** Called when the process can no longer trust its storage. */
  readonly onFatal: () => void
}

export function createAdapters(needs: AdapterNeeds): Adapters {
  const { topology, clock, log, onFatal } = needs
  const remotes = createRemotes(topology, clock)
  const here = transportWithin(needs)
  const reach = (service: string) => (topology.here.includes(service) ? here : remotes.to(service))
  const { stallsFile } = needs
  const transportTo = (service: string) =>
    stallsFile === null ? reach(service) : withStalls(reach(service), stallsFile, clock)
  const split = topology.wire === 'grpc' ? createSplitBus(topology, reach, { clock, log }) : null
  const bus = split ?? keepingBus(createMemoryBus({ log }), heardElsewhere(topology))
  return {
    storage: (name, migrations) =>
      createSqliteStorage({ ...needs.storage, path: needs.database(name), migrations, clock, log, onFatal }),
    transportTo,
    bus,
    serves: split ? [serve(DeliveryService, split.handlers)] : [],
    async stop() {
      await bus.stop()
      await remotes.stop()
    },
  }
}

function transportWithin({ topology, served, clock, log }: AdapterNeeds): Transport {
  return topology.wire === 'codec'
    ? codecTransport(served, { clock, log })
    : directTransport(served, { clock, log })
}

/** Connections to services elsewhere, opened when they are first needed. */
function createRemotes({ addresses }: Topology, clock: Clock) {
  const opened = new Map<string, GrpcTransport>()

  function open(service: string): GrpcTransport {
    const address = addresses[service]
    if (address === undefined) throw new Error(`nobody knows where ${service} runs`)
    const transport = grpcTransport({ addresses: () => [address], clock })
    opened.set(service, transport)
    return transport
  }

  return {
    to: (service: string) => opened.get(service) ?? open(service),
    stop: () => Promise.all([...opened.values()].map((transport) => transport.stop())),
  }
}

/** Events that have a listener which does not run here. */
function heardElsewhere({ here }: Topology): ReadonlySet<string> {
  const away = Object.entries(listeners).filter(([name]) => !here.includes(name))
  return new Set(away.flatMap(([, types]) => types))
}

/** Processes that overhear events: the gateway's caches and sessions, push's streams. */
const watchers = ['gateway', 'push']

/** Events between processes without a broker: delivered to each listener where it runs. */
function createSplitBus(
  { here }: Topology,
  reach: (service: string) => Transport,
  needs: { readonly clock: Clock; readonly log: Log },
): RpcBus {
  const isElsewhere = (name: string) => !here.includes(name)
  const deliveryTo = (name: string) => ({ client: clientOf(DeliveryService, reach(name)) })
  const remote = Object.entries(listeners).filter(([name]) => isElsewhere(name))
  const watching = Object.fromEntries(watchers.filter(isElsewhere).map((name) => [name, deliveryTo(name)]))
  return createRpcBus({
    ...needs,
    listeners: Object.fromEntries(remote.map(([name, types]) => [name, { types, ...deliveryTo(name) }])),
    watchers: () => watching,
  })
}
