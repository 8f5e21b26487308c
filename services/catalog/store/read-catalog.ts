import type { Kysely } from 'kysely'
import type {
  Catalog,
  Category,
  Dish,
  ItemKind,
  Mealtime,
  OptionChoice,
  OptionGroup,
  OptionGroupKind,
  SetMeal,
  SetMealPart,
} from '../domain/catalog.ts'
import { shopOfRow } from './shop-row.ts'
import type { CatalogTables, CategoryRow, ItemRow, OptionGroupRow, PartRow, ShopRow } from './tables.ts'

/** Reads a whole shop in six queries, whatever its size; the caller holds the shop's row. */
export async function readCatalog(db: Kysely<CatalogTables>, shop: ShopRow): Promise<Catalog> {
  const { id } = shop
  const categories = await db.selectFrom('category').selectAll().where('shop_id', '=', id).execute()
  const dishRows = await db.selectFrom('dish').selectAll().where('shop_id', '=', id).orderBy('id').execute()
  const groups = await readOptionGroups(db, id)
  const meals = await db.selectFrom('set_meal').selectAll().where('shop_id', '=', id).orderBy('id').execute()
  const parts = await readParts(db, id)

  const inMenuOrder = categories.sort((a, b) => a.sort - b.sort || a.id - b.id).map(toCategory)
  const inCategoryOrder = compareBy(inMenuOrder)
  const dishes = byId(dishRows.sort(inCategoryOrder).map((row) => toDish(row, groups.get(row.id) ?? [])))
  const setMeals = byId(
    meals.sort(inCategoryOrder).map((row) => toSetMeal(row, parts.get(row.id) ?? [], dishes)),
  )
  return {
    version: shop.catalog_version,
    shop: shopOfRow(shop),
    categories: byId(inMenuOrder),
    dishes,
    setMeals,
  }
}

/** Items as the menu has them: category by category, by their sort within each. */
function compareBy(categories: readonly Category[]) {
  const placeOf = new Map(categories.map(({ id }, place) => [Number(id), place]))
  return (a: ItemRow, b: ItemRow) =>
    (placeOf.get(a.category_id) ?? 0) - (placeOf.get(b.category_id) ?? 0) || a.sort - b.sort || a.id - b.id
}

async function readOptionGroups(db: Kysely<CatalogTables>, shopId: number) {
  const rows = await db
    .selectFrom('option_group')
    .innerJoin('dish', 'dish.id', 'option_group.dish_id')
    .selectAll('option_group')
    .where('dish.shop_id', '=', shopId)
    .orderBy('option_group.dish_id')
    .orderBy('option_group.position')
    .execute()
  return Map.groupBy(rows, (row) => row.dish_id)
}

async function readParts(db: Kysely<CatalogTables>, shopId: number) {
  const rows = await db
    .selectFrom('set_meal_part')
    .innerJoin('set_meal', 'set_meal.id', 'set_meal_part.set_meal_id')
    .selectAll('set_meal_part')
    .where('set_meal.shop_id', '=', shopId)
    .orderBy('set_meal_part.set_meal_id')
    .orderBy('set_meal_part.position')
    .execute()
  return Map.groupBy(rows, (row) => row.set_meal_id)
}

function byId<T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]))
}

function toCategory(row: CategoryRow): Category {
  return {
    id: String(row.id),
    shopId: String(row.shop_id),
    kind: row.kind as ItemKind,
    name: row.name,
    sort: row.sort,
    enabled: row.enabled === 1,
    mealtimes: mealtimesOf(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toDish(row: ItemRow, groups: readonly OptionGroupRow[]): Dish {
  return { ...toItem(row), optionGroups: groups.map(toOptionGroup) }
}

function toOptionGroup({ kind, name, minimum, maximum, choices }: OptionGroupRow): OptionGroup {
  return {
    kind: kind as OptionGroupKind,
    name,
    minimum,
    maximum,
    choices: JSON.parse(choices) as readonly OptionChoice[],
  }
}

function toSetMeal(row: ItemRow, parts: readonly PartRow[], dishes: ReadonlyMap<string, Dish>): SetMeal {
  return { ...toItem(row), parts: parts.map((part) => toPart(part, dishes)) }
}

function toPart(row: PartRow, dishes: ReadonlyMap<string, Dish>): SetMealPart {
  const dishId = String(row.dish_id)
  return { dishId, name: dishes.get(dishId)?.name ?? '', copies: row.copies }
}

function toItem(row: ItemRow) {
  return {
    id: String(row.id),
    shopId: String(row.shop_id),
    categoryId: String(row.category_id),
    name: row.name,
    priceFen: row.price_fen,
    image: row.image,
    description: row.description,
    onSale: row.on_sale === 1,
    sort: row.sort,
    mealtimes: mealtimesOf(row),
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function mealtimesOf({ mealtimes }: { readonly mealtimes: string | null }): readonly Mealtime[] {
  return mealtimes === null ? [] : (JSON.parse(mealtimes) as readonly Mealtime[])
}
