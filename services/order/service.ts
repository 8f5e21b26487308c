import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import { catalogClient, customersClient, inventoryClient, paymentsClient } from './clients.ts'
import { exportRulesOf, type OrderConfig, orderConfig, rulesOf } from './config.ts'
import { createAnnounce, listenings } from './events.ts'
import { createExportWriter } from './jobs/export-writer.ts'
import { orders } from './migrations/0001-orders.ts'
import { exports } from './migrations/0002-exports.ts'
import { categories } from './migrations/0003-categories.ts'
import { origin } from './migrations/0006-origin.ts'
import type { ExportNeeds, OrderNeeds } from './ports.ts'
import { orderRpc } from './rpc.ts'
import { createCartStore } from './store/carts.ts'
import { createExportStore } from './store/exports.ts'
import { createOrderStore } from './store/orders.ts'
import type { OrderTables } from './store/tables.ts'
import { timerHandlers } from './timers.ts'

export const orderService: ServiceDefinition<OrderTables, OrderConfig> = {
  name: 'order',
  config: orderConfig,
  migrations: [orders, exports, categories, origin],
  create(around, storage, config) {
    const announce = createAnnounce(around.outbox)
    const needs: OrderNeeds & ExportNeeds = {
      store: createOrderStore(storage, announce),
      carts: createCartStore(storage),
      catalog: catalogClient(around.client),
      inventory: inventoryClient(around.client),
      payments: paymentsClient(around.client),
      customers: customersClient(around.client),
      clock: around.clock,
      ids: around.ids,
      rules: () => rulesOf(config.current),
      exports: createExportStore(storage),
      writer: createExportWriter(around.jobs),
      exportRules: () => exportRulesOf(config.current),
    }
    return {
      serves: [orderRpc(needs)],
      listens: listenings(needs, (joined) => createOrderStore(joined, announce)),
      watches: [],
      timers: timerHandlers(needs),
      parts: [],
    }
  },
}
