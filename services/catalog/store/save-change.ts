import type { Tx } from '#kit/storage/storage.ts'
import type {
  Catalog,
  Category,
  Change,
  Dish,
  Kept,
  Removed,
  SetMeal,
  Shop,
  Sorted,
} from '../domain/catalog.ts'
import { rowOfShop } from './shop-row.ts'
import { type CatalogTables, numberOf, tableOf } from './tables.ts'

type CatalogTx = Tx<CatalogTables>

/** Writes a change against the catalog it was decided on; answers it with the ids the database gave. */
export async function saveChange<C extends Change>(
  tx: CatalogTx,
  before: Catalog,
  change: C,
  at: number,
): Promise<C> {
  const { shop, category, dish, setMeal, stopped = [], removed = [], sorted } = change
  if (shop) await saveShop(tx, shop, at)
  for (const meal of stopped) await saveSetMeal(tx, before, meal, at)
  for (const gone of removed) await remove(tx, gone)
  if (sorted) await saveOrder(tx, sorted, at)
  return {
    ...change,
    ...(category && { category: kept(category, await saveCategory(tx, category, at), at) }),
    ...(dish && { dish: kept(dish, await saveDish(tx, before, dish, at), at) }),
    ...(setMeal && { setMeal: kept(setMeal, await saveSetMeal(tx, before, setMeal, at), at) }),
  }
}

/** A thing with what the database gave it. */
function kept<T extends Kept>(thing: T, id: string, at: number): T {
  return { ...thing, id, createdAt: thing.createdAt || at, updatedAt: at }
}

async function saveShop(tx: CatalogTx, shop: Shop, at: number): Promise<void> {
  await tx.db.updateTable('shop').set(rowOfShop(shop, at)).where('id', '=', numberOf(shop.id)).execute()
}

async function saveCategory(tx: CatalogTx, category: Category, at: number): Promise<string> {
  const { kind, name, sort } = category
  const mealtimes = JSON.stringify(category.mealtimes)
  const row = { kind, name, sort, enabled: Number(category.enabled), mealtimes, updated_at: at }
  return save(tx, 'category', category, row)
}

async function saveDish(tx: CatalogTx, before: Catalog, dish: Dish, at: number): Promise<string> {
  const id = await save(tx, 'dish', dish, rowOfItem(dish, at))
  if (before.dishes.get(id)?.optionGroups !== dish.optionGroups)
    await saveOptionGroups(tx, numberOf(id), dish)
  return id
}

async function saveOptionGroups(tx: CatalogTx, dishId: number, dish: Dish): Promise<void> {
  await tx.db.deleteFrom('option_group').where('dish_id', '=', dishId).execute()
  if (dish.optionGroups.length === 0) return
  const rows = dish.optionGroups.map(({ choices, ...group }, position) => {
    return { dish_id: dishId, position, ...group, choices: JSON.stringify(choices) }
  })
  await tx.db.insertInto('option_group').values(rows).execute()
}

async function saveSetMeal(tx: CatalogTx, before: Catalog, meal: SetMeal, at: number): Promise<string> {
  const id = await save(tx, 'set_meal', meal, rowOfItem(meal, at))
  if (before.setMeals.get(id)?.parts !== meal.parts) await saveParts(tx, numberOf(id), meal)
  return id
}

async function saveParts(tx: CatalogTx, setMealId: number, meal: SetMeal): Promise<void> {
  await tx.db.deleteFrom('set_meal_part').where('set_meal_id', '=', setMealId).execute()
  const rows = meal.parts.map(({ dishId, copies }, position) => {
    return { set_meal_id: setMealId, dish_id: numberOf(dishId), position, copies }
  })
  await tx.db.insertInto('set_meal_part').values(rows).execute()
}

function rowOfItem(item: Dish | SetMeal, at: number) {
  return {
    category_id: numberOf(item.categoryId),
    name: item.name,
    price_fen: item.priceFen,
    image: item.image,
    description: item.description,
    on_sale: Number(item.onSale),
    sort: item.sort,
    mealtimes: JSON.stringify(item.mealtimes),
    version: item.version,
    updated_at: at,
  }
}

/** Inserts what has no id yet, updates what has one; answers the id. */
async function save(
  tx: CatalogTx,
  table: 'category' | 'dish' | 'set_meal',
  thing: { readonly id: string; readonly shopId: string; readonly wanted?: string },
  row: Readonly<Record<string, string | number>> & { readonly updated_at: number },
): Promise<string> {
  if (thing.id === '') {
    const added = { ...row, shop_id: numberOf(thing.shopId), created_at: row.updated_at }
    const wanted = numberOf(thing.wanted ?? '')
    if (wanted === 0 || (await isTaken(tx, table, wanted))) return String(await tx.insertGetId(table, added))
    await tx.insertGetId(table, { id: wanted, ...added })
    return String(wanted)
  }
  await tx.db.updateTable(table).set(row).where('id', '=', numberOf(thing.id)).execute()
  return thing.id
}

async function isTaken(tx: CatalogTx, table: 'category' | 'dish' | 'set_meal', id: number): Promise<boolean> {
  const row = await tx.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

async function saveOrder(tx: CatalogTx, { kind, places }: Sorted, at: number): Promise<void> {
  for (const { id, sort } of places) {
    const moving = tx.db.updateTable(tableOf[kind]).set({ sort, updated_at: at })
    await moving.where('id', '=', numberOf(id)).execute()
  }
}

async function remove(tx: CatalogTx, { kind, id }: Removed): Promise<void> {
  const key = numberOf(id)
  if (kind === 'dish') await tx.db.deleteFrom('option_group').where('dish_id', '=', key).execute()
  if (kind === 'setMeal') await tx.db.deleteFrom('set_meal_part').where('set_meal_id', '=', key).execute()
  await tx.db.deleteFrom(tableOf[kind]).where('id', '=', key).execute()
}
