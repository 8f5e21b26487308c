import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import { type InventoryConfig, inventoryConfig } from './config.ts'
import { nextDayCut } from './domain/day-cut.ts'
import { announceBy } from './events.ts'
import { inventoryTables } from './migrations/0001-inventory.ts'
import { thresholds } from './migrations/0002-thresholds.ts'
import type { InventoryNeeds } from './ports.ts'
import { serveInventory } from './rpc.ts'
import type { InventoryTables } from './store/tables.ts'
import { createInventoryStore } from './store.ts'
import { inventoryTimers } from './timers.ts'

const minuteMs = 60_000

export const inventoryService: ServiceDefinition<InventoryTables, InventoryConfig> = {
  name: 'inventory',
  config: inventoryConfig,
  migrations: [inventoryTables, thresholds],

  create({ clock, ids, outbox }, storage, config) {
    const announce = announceBy(outbox)
    const store = createInventoryStore({ storage, announce, lowStockAt: () => config.current.lowStockAt })
    const needs: InventoryNeeds = {
      store,
      clock,
      ids,
      digest: sha256Hex,
      nextDayCut(now) {
        const { utcOffsetMinutes, dayCutMinutes } = config.current
        return nextDayCut(now, {
          utcOffsetMs: utcOffsetMinutes * minuteMs,
          dayCutMs: dayCutMinutes * minuteMs,
        })
      },
    }
    const timers = inventoryTimers(needs)
    return { serves: [serveInventory(needs)], listens: [], watches: [], timers, parts: [] }
  },
}
