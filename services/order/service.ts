import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import { catalogClient, customersClient, inventoryClient, paymentsClient } from './clients.ts'
import { exportRulesOf, type OrderConfig, orderConfig, rulesOf } from './config.ts'
import { createAnnounce, createAnnounceAfterSales, createAnnounceForgotten, listenings } from './events.ts'
import { createExportWriter } from './jobs/export-writer.ts'
import { orders } from './migrations/0001-orders.ts'
import { exports } from './migrations/0002-exports.ts'
import { categories } from './migrations/0003-categories.ts'
import { slots } from './migrations/0004-slots.ts'
import { afterSales } from './migrations/0005-after-sales.ts'
import { closedCustomers } from './migrations/0006-closed-customers.ts'
import { origin } from './migrations/0007-origin.ts'
import { wishes } from './migrations/0008-wishes.ts'
import { ordersOfOne } from './migrations/0009-orders-of-one.ts'
import { orderRpc, type RpcNeeds } from './rpc.ts'
import { createCartStore } from './store/carts.ts'
import { createClaimStore } from './store/claims.ts'
import { createCustomerStore } from './store/closed-customers.ts'
import { createDesk } from './store/desk.ts'
import { createExportStore } from './store/exports.ts'
import { createGrantStore } from './store/grants.ts'
import { createOrderStore } from './store/orders.ts'
import type { OrderTables } from './store/tables.ts'
import { timerHandlers } from './timers.ts'

export const orderService: ServiceDefinition<OrderTables, OrderConfig> = {
  name: 'order',
  config: orderConfig,
  migrations: [orders, exports, categories, slots, afterSales, closedCustomers, origin, wishes, ordersOfOne],
  create(around, storage, config) {
    const announce = createAnnounce(around.outbox)
    const announceAfterSales = createAnnounceAfterSales(around.outbox)
    const announceForgotten = createAnnounceForgotten(around.outbox)
    const needs: RpcNeeds = {
      store: createOrderStore(storage, announce),
      carts: createCartStore(storage),
      catalog: catalogClient(around.client),
      inventory: inventoryClient(around.client),
      payments: paymentsClient(around.client),
      customers: customersClient(around.client),
      clock: around.clock,
      ids: around.ids,
      rules: () => rulesOf(config.current),
      gone: createCustomerStore(storage, announceForgotten),
      personalKeptMs: () => config.current.personalKeptMs,
      grants: createGrantStore(storage, announceAfterSales),
      claims: createClaimStore(storage, announceAfterSales),
      claimWindowMs: () => config.current.claimWindowMs,
      desk: createDesk(storage),
      exports: createExportStore(storage),
      writer: createExportWriter(around.jobs),
      exportRules: () => exportRulesOf(config.current),
    }
    return {
      serves: [orderRpc(needs)],
      listens: listenings(needs, {
        orders: (joined) => createOrderStore(joined, announce),
        customers: (joined) => createCustomerStore(joined, announceForgotten),
      }),
      watches: [],
      timers: timerHandlers(needs),
      parts: [],
    }
  },
}
