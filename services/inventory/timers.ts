import type { TimerHandler } from '#kit/timers/timers.ts'
import type { InventoryNeeds } from './ports.ts'
import { cutDay } from './use-cases/cut-day.ts'

/** Rings once a day for each shop that has daily amounts or marks; `ref` is the shop. */
export const dayCutTimer = 'day-cut'

export function inventoryTimers(needs: InventoryNeeds): Readonly<Record<string, TimerHandler>> {
  return { [dayCutTimer]: (shopId) => cutDay(needs, shopId) }
}
