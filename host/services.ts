import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import { catalogService } from '../services/catalog/service.ts'
import { inventoryService } from '../services/inventory/service.ts'
import { orderService } from '../services/order/service.ts'
import { paymentService } from '../services/payment/service.ts'
import { pushService } from '../services/push/service.ts'
import { reportService } from '../services/report/service.ts'
import { userService } from '../services/user/service.ts'

/** A definition whose tables and configuration are its own business. */
export type AnyDefinition = ServiceDefinition<unknown, unknown>

/** Every service that has a database; the gateway stands before them. */
export const definitions: readonly AnyDefinition[] = [
  erased(userService),
  erased(catalogService),
  erased(inventoryService),
  erased(orderService),
  erased(paymentService),
  erased(pushService),
  erased(reportService),
]

export const serviceNames: readonly string[] = [
  ...definitions.map((definition) => definition.name),
  'gateway',
]

function erased<Tables, Config>(definition: ServiceDefinition<Tables, Config>): AnyDefinition {
  return definition as unknown as AnyDefinition
}
