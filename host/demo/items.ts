import { CatalogService, ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { Cast, Stage } from './stage.ts'

/** Everything on the menu, dearest first, with the first choice where one must be made. */
export async function itemsOf(client: Stage['client'], shopId: string): Promise<Cast['items']> {
  const catalog = client(CatalogService)
  const { dishes } = await catalog.listDishes({ shopId })
  const { setMeals } = await catalog.listSetMeals({ shopId })
  const options = (dish: (typeof dishes)[number]) =>
    dish.optionGroups
      .filter((group) => group.minimum > 0)
      .map((group) => ({ group: group.name, choice: group.choices[0]?.name ?? '' }))
  const items = [
    ...dishes.map((dish) => ({
      kind: ItemKind.DISH,
      id: dish.id,
      options: options(dish),
      priceFen: dish.priceFen,
    })),
    ...setMeals.map(({ id, priceFen }) => ({ kind: ItemKind.SET_MEAL, id, options: [], priceFen })),
  ]
  items.sort((a, b) => b.priceFen - a.priceFen)
  return items.map(({ kind, id, options: chosen }) => ({ kind, id, options: chosen }))
}
