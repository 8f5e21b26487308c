import { checkPage, type Movement, type PageWish } from '../domain/movement.ts'
import { type Actor, assertStaff } from '../domain/permission.ts'
import { checkIds } from '../domain/reservation.ts'
import type { InventoryNeeds } from '../ports.ts'

export interface MovementPage {
  readonly movements: readonly Movement[]
  /** Empty at the end. */
  readonly nextCursor: string
}

/** What moved a dish's stock, newest first. */
export async function listMovements(
  needs: Pick<InventoryNeeds, 'store'>,
  by: Actor,
  { shopId, dishId, ...page }: PageWish & { readonly shopId: string; readonly dishId: string },
): Promise<MovementPage> {
  assertStaff(by, shopId)
  checkIds([shopId, dishId])
  const { below, limit } = checkPage(page)
  const found = await needs.store.listMovements({ shopId, dishId, below, limit: limit + 1 })
  const movements = found.slice(0, limit)
  return { movements, nextCursor: found.length > limit ? (movements.at(-1)?.id ?? '') : '' }
}
