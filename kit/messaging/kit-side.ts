import type { KitTables, Storage, Tx } from '../storage/storage.ts'

/** A transaction as the kit sees it: with the kit's tables, which are in every service's database. */
export type KitSideTx = Tx<KitTables>

/** Any service's storage, seen by the kit. */
export function kitSide<Tables>(storage: Storage<Tables>): Storage<KitTables> {
  return storage as unknown as Storage<KitTables>
}

/** Any service's transaction, seen by the kit. */
export function kitSideOf<Tables>(tx: Tx<Tables>): KitSideTx {
  return tx as unknown as KitSideTx
}
