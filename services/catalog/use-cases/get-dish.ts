import { Fault } from '#kit/fault.ts'
import { type Dish, dishIn } from '../domain/catalog.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function getDish(needs: Pick<CatalogNeeds, 'store'>, id: string): Promise<Dish> {
  const shopId = await needs.store.shopOf('dish', id)
  if (shopId === undefined) throw new Fault('missing', 'DISH_MISSING', 'there is no such dish')
  return dishIn(await needs.store.catalogOf(shopId), id)
}
