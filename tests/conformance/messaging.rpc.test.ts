import { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import { createRpcBus, type RpcBus } from '#kit/messaging/rpc.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import { serve } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { messagingSuite } from './messaging.suite.ts'
import { listenerNames } from './messaging.world.ts'

messagingSuite('rpc', ({ clock, types }) => {
  const log = silentLog
  const buses = new Map(listenerNames.map((name) => [name, createRpcBus({ listeners: {}, clock, log })]))
  const reach = (bus: RpcBus) => {
    const served = [serve(DeliveryService, bus.handlers)]
    const transport = directTransport(() => served, { clock, log, freeze: true })
    return { types, client: clientOf(DeliveryService, transport) }
  }
  const elsewhere = Object.fromEntries([...buses].map(([name, bus]) => [name, reach(bus)]))
  const announcing = createRpcBus({ listeners: elsewhere, watchers: () => elsewhere, clock, log })
  return { announcing, at: (name) => buses.get(name) ?? announcing }
})
