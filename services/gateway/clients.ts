import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { InventoryService } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { OrderService } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { PaymentService } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { outsideContext, withContext } from '#kit/context.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { Client } from '#kit/rpc/service.ts'

/** The services behind the gateway, wherever they run. */
export interface Clients {
  readonly user: Client<typeof UserService>
  readonly catalog: Client<typeof CatalogService>
  readonly inventory: Client<typeof InventoryService>
  readonly order: Client<typeof OrderService>
  readonly payment: Client<typeof PaymentService>
  readonly push: Client<typeof PushService>
  readonly report: Client<typeof ReportService>
}

export function createClients(around: Pick<Surroundings, 'client'>): Clients {
  return {
    user: around.client(UserService),
    catalog: around.client(CatalogService),
    inventory: around.client(InventoryService),
    order: around.client(OrderService),
    payment: around.client(PaymentService),
    push: around.client(PushService),
    report: around.client(ReportService),
  }
}

/** Asks in the gateway's own name: the answer serves many and must not end with the request that needs it. */
export function asGateway<T>(ask: () => Promise<T>): Promise<T> {
  return withContext({ ...outsideContext, by: { kind: 'system', id: 'gateway' } }, ask)
}
