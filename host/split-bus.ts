import { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import type { Clock } from '#kit/clock.ts'
import { createRpcBus, type RpcBus } from '#kit/messaging/rpc.ts'
import { clientOf } from '#kit/rpc/client.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { listeners, watchers } from './listeners.ts'
import type { Reach } from './reach.ts'
import type { Topology } from './topology.ts'

/** Events between processes without a broker: delivered to each listener where it runs. */
export function createSplitBus(
  { here }: Topology,
  reach: Reach,
  needs: { readonly clock: Clock; readonly log: Log },
): RpcBus {
  const isElsewhere = (name: string) => !here.includes(name)
  const deliveryTo = (name: string) => ({ client: clientOf(DeliveryService, reach.to(name)) })
  const remote = Object.entries(listeners).filter(([name]) => isElsewhere(name))
  const watching = Object.fromEntries(watchers.filter(isElsewhere).map((name) => [name, deliveryTo(name)]))
  return createRpcBus({
    ...needs,
    listeners: Object.fromEntries(remote.map(([name, types]) => [name, { types, ...deliveryTo(name) }])),
    watchers: () => watching,
  })
}
