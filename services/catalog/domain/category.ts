import { Fault } from '#kit/fault.ts'
import {
  assertNameFree,
  type Catalog,
  type Category,
  type CategoryChange,
  type CategoryFields,
  type Change,
  categoryIn,
} from './catalog.ts'
import { categoriesMax, checkCategoryFields } from './fields.ts'
import { checkMealtimes } from './mealtimes.ts'
import { placesOf, unkept } from './sort.ts'

export function addCategory(catalog: Catalog, fields: CategoryFields): Change & { category: Category } {
  if (catalog.categories.size >= categoriesMax)
    throw new Fault('precondition', 'CATALOG_FULL', `a shop has at most ${categoriesMax} categories`)
  return place(catalog, {
    ...fields,
    ...unkept,
    shopId: catalog.shop.id,
    mealtimes: checkMealtimes(fields.mealtimes ?? []),
  })
}

/** What is not named stays as it is. */
export function changeCategory(
  catalog: Catalog,
  id: string,
  fields: CategoryChange,
): Change & { category: Category } {
  const before = categoryIn(catalog, id)
  const { kind = before.kind, name = before.name, sort = before.sort, enabled = before.enabled } = fields
  if (before.kind !== kind && isInUse(catalog, id))
    throw new Fault('precondition', 'CATEGORY_KIND_WRONG', 'the category holds items of its kind')
  const mealtimes = fields.mealtimes ? checkMealtimes(fields.mealtimes) : before.mealtimes
  return place(catalog, { ...before, kind, name, sort, enabled, mealtimes })
}

export function removeCategory(catalog: Catalog, id: string): Change {
  const { kind } = categoryIn(catalog, id)
  if (isInUse(catalog, id)) {
    const message = 'the category still holds dishes or set meals'
    throw new Fault('precondition', 'CATEGORY_IN_USE', message, { details: { kind } })
  }
  return { removed: [{ kind: 'category', id, version: 0 }] }
}

/** All categories of the shop in a new order. */
export function sortCategories(catalog: Catalog, ids: readonly string[]): Change {
  const places = placesOf([...catalog.categories.values()], ids)
  return { sorted: { kind: 'category', places, categoryIds: places.map(({ id }) => id) } }
}

function place(catalog: Catalog, category: Category) {
  checkCategoryFields(category)
  assertNameFree(catalog.categories, category)
  return { category }
}

function isInUse(catalog: Catalog, id: string): boolean {
  const items = [...catalog.dishes.values(), ...catalog.setMeals.values()]
  return items.some((item) => item.categoryId === id)
}
