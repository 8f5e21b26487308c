import type { Tx } from '#kit/storage/storage.ts'
import type { Outcome, Reservation } from '../domain/reservation.ts'
import type { InventoryTables } from './tables.ts'

export interface FoundReservation {
  readonly reservation: Reservation
  /** Empty for a tombstone. */
  readonly fingerprint: string
}

/** What an order has; locked, because on MySQL another transaction may just have written it. */
export async function findReservation(
  tx: Tx<InventoryTables>,
  orderId: string,
): Promise<FoundReservation | undefined> {
  const query = tx.db.selectFrom('reservation').selectAll().where('order_id', '=', orderId)
  const row = await tx.lockForUpdate(query).executeTakeFirst()
  if (!row) return undefined
  const shortDishIds = JSON.parse(row.short_dish_ids) as readonly string[]
  return {
    reservation: { orderId, outcome: row.outcome as Outcome, shortDishIds },
    fingerprint: row.fingerprint,
  }
}
