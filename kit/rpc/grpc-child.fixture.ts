import { InventoryService } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { systemClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import { createGrpcServer } from './grpc-server.ts'
import { type Handlers, serve } from './service.ts'

/** One instance in a process of its own: says where it is, who it is and, slowly, what was asked of it. */
type Inventory = Handlers<typeof InventoryService>

const handlers: Partial<Inventory> = {
  listStock: async () => ({ items: [{ shopId: String(process.pid) }] }),
  async setStock({ onHand = 0 }) {
    await systemClock.sleep(onHand)
    return { shopId: String(process.pid) }
  },
}

const server = createGrpcServer({
  clock: systemClock,
  log: silentLog,
  served: () => [serve(InventoryService, handlers as Inventory)],
  host: '127.0.0.1',
  port: 0,
  lameDuckMs: Number(process.argv[2] ?? 0),
})
process.once('SIGTERM', () => {
  const stop = async () => {
    await server.drain?.()
    await server.stop?.()
  }
  stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
await server.start?.()
process.send?.(server.address())
