import type { KitTx } from '#kit/storage/storage.ts'
import { clearTimer, setTimer } from '#kit/timers/timers.ts'

/** The kind of the one wake-up call an order has. */
export const orderTimer = 'order'

/** Sets when an order is looked at again; null: never, unless somebody acts. */
export async function setWake(tx: KitTx, orderId: string, dueAt: number | null): Promise<void> {
  if (dueAt === null) await clearTimer(tx, orderTimer, orderId)
  else await setTimer(tx, { kind: orderTimer, ref: orderId, dueAt })
}
