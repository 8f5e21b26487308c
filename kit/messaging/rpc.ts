import type { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Handlers } from '../rpc/service.ts'
import type { Log } from '../telemetry/log.ts'
import type { Bus } from './bus.ts'
import { createFanOut } from './fan-out.ts'
import { createLocal, type Local } from './local.ts'
import { createRemoteListener, createTellRemote, type RemoteListener, type RemoteWatcher } from './remote.ts'

export interface RpcBusNeeds {
  /** Who listens to what in other processes, by name of the listener: data, the same for every process. */
  readonly listeners: Readonly<Record<string, RemoteListener>>
  /** The other processes that may watch, by a name of each; asked for whenever there is something to tell. */
  readonly watchers?: () => Readonly<Record<string, RemoteWatcher>>
  readonly clock: Clock
  readonly log: Log
}

/** A bus whose process also serves the listeners registered with it. */
export interface RpcBus extends Bus {
  /** To be served as DeliveryService by the same process. */
  readonly handlers: Handlers<typeof DeliveryService>
}

/**
 * Events between processes without a broker: the relay's batch goes to every listener's `Deliver`, which
 * answers after its commit, and then to whoever watches. A listener that runs in this process too is called
 * directly.
 */
export function createRpcBus({ listeners, watchers = () => ({}), clock, log }: RpcBusNeeds): RpcBus {
  const local = createLocal(log)
  const fanOut = createFanOut(log)
  const tellRemote = createTellRemote(log)
  const remote = Object.entries(listeners).map(([name, listener]) =>
    createRemoteListener(name, listener, clock),
  )

  return {
    async publish(messages, attempt) {
      local.mustRun()
      const here = local.listeners()
      const elsewhere = remote.filter(({ name }) => !here.some((listener) => listener.name === name))
      const refusedIds = await fanOut([...here, ...elsewhere], messages, attempt)
      local.tell(messages)
      tellRemote(watchers(), messages)
      return refusedIds
    },
    listen: local.listen,
    watch: local.watch,
    drain: local.drain,
    stop: local.stop,
    handlers: deliveryHandlers(local),
  }
}

/**
 * The receiving side: hands messages to the listener of that name, or to the watchers where none is named.
 */
export function deliveryHandlers(local: Local): Handlers<typeof DeliveryService> {
  return {
    async deliver({ listener: name, messages, attempt }) {
      local.mustRun()
      if (name === '') {
        local.tell(messages)
        return {}
      }
      const listener = local.listeners().find((each) => each.name === name)
      if (!listener) throw new Fault('unavailable', 'UNREACHABLE', `${name} does not listen here`)
      return { refusedIds: await listener.deliver(messages, attempt) }
    },
  }
}
