import type { Clock } from '#kit/clock.ts'
import type { Discovery, Instance } from '#kit/discovery/discovery.ts'
import { createView, type View } from '#kit/discovery/view.ts'
import type { GrpcTransport } from '#kit/rpc/grpc-client.ts'
import type { Transport } from '#kit/rpc/service.ts'
import type { Log } from '#kit/telemetry/log.ts'

/** Ways to services in other processes, opened when they are first needed. */
export interface Reach {
  /** To whichever instance of a service is picked for each call. */
  to(service: string): Transport
  /** Who answers for a service now, as far as is known here. */
  instances(service: string): readonly Instance[]
  /** To every instance of a service that is there now, by its id. */
  toEach(service: string): ReadonlyMap<string, Transport>
  stop(): Promise<void>
}

export interface ReachNeeds {
  readonly discovery: Discovery
  /** Connects to whoever is at these addresses at the time of each call. */
  open(addresses: () => readonly string[]): GrpcTransport
  readonly clock: Clock
  readonly log: Log
}

interface Way {
  readonly view: View
  readonly transport: GrpcTransport
}

/** A way to a service follows what the registry tells of it. */
export function createReach({ discovery, open, clock, log }: ReachNeeds): Reach {
  const ways = new Map<string, Way>()
  const single = new Map<string, GrpcTransport>()

  function wayTo(service: string): Way {
    const known = ways.get(service)
    if (known) return known
    const view = createView({ discovery, service, clock, log })
    const way = { view, transport: open(() => view.addresses()) }
    ways.set(service, way)
    return way
  }

  function singleTo(address: string): GrpcTransport {
    const known = single.get(address)
    if (known) return known
    const transport = open(() => [address])
    single.set(address, transport)
    return transport
  }

  /** Processes come and go; a connection to one that is gone would dial for ever. */
  function forgetGone(): void {
    const views = [...ways.values()].flatMap(({ view }) => view.instances())
    const there = new Set(views.map(({ address }) => address))
    for (const [address, transport] of single) {
      if (there.has(address)) continue
      single.delete(address)
      void transport.stop()
    }
  }

  return {
    to: (service) => wayTo(service).transport,
    instances: (service) => wayTo(service).view.instances(),
    toEach(service) {
      const instances = wayTo(service).view.instances()
      forgetGone()
      return new Map(instances.map(({ id, address }) => [id, singleTo(address)]))
    },
    async stop() {
      for (const { view } of ways.values()) view.stop()
      const transports = [...single.values(), ...[...ways.values()].map(({ transport }) => transport)]
      await Promise.all(transports.map((transport) => transport.stop()))
    },
  }
}
