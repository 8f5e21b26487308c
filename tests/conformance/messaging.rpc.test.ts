import { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import type { Clock } from '#kit/clock.ts'
import { createRpcBus, type RpcBus } from '#kit/messaging/rpc.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import { grpcTransport } from '#kit/rpc/grpc-client.ts'
import { createGrpcServer } from '#kit/rpc/grpc-server.ts'
import { serve, type Transport } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { messagingSuite } from './messaging.suite.ts'
import { listenerNames, type Wiring } from './messaging.world.ts'

const log = silentLog

/** How a process is reached over one kind of wire. */
type Reach = (bus: RpcBus, clock: Clock) => Promise<{ transport: Transport; stop: () => Promise<void> }>

const overDirect: Reach = async (bus, clock) => {
  const served = [serve(DeliveryService, bus.handlers)]
  return {
    transport: directTransport(() => served, { clock, log, freeze: true }),
    stop: () => Promise.resolve(),
  }
}

const overGrpc: Reach = async (bus, clock) => {
  const served = [serve(DeliveryService, bus.handlers)]
  const needs = { served: () => served, host: '127.0.0.1', port: 0, clock, log }
  const server = createGrpcServer(needs)
  await server.start?.()
  const transport = grpcTransport({ addresses: () => [server.address()], clock })
  const stop = async () => {
    await transport.stop()
    await server.stop?.()
  }
  return { transport, stop }
}

/** A process per listener and one that announces. */
function processes(reach: Reach): Wiring {
  return async ({ clock, types }) => {
    const listening = listenerNames.map(
      (name) => [name, createRpcBus({ listeners: {}, clock, log })] as const,
    )
    const buses = new Map(listening)
    const reached = await Promise.all(listening.map(([, bus]) => reach(bus, clock)))
    const elsewhere = Object.fromEntries(
      reached.map(({ transport }, n) => [
        listenerNames[n],
        { types, client: clientOf(DeliveryService, transport) },
      ]),
    )
    const announcing = createRpcBus({ listeners: elsewhere, watchers: () => elsewhere, clock, log })
    const stop = async () => void (await Promise.all(reached.map((each) => each.stop())))
    return { announcing, at: (name) => buses.get(name) ?? announcing, stop }
  }
}

messagingSuite('rpc, direct', processes(overDirect))
messagingSuite('rpc, gRPC', processes(overGrpc))
