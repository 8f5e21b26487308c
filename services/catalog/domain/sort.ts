import { Fault } from '#kit/fault.ts'
import type { Catalog, Change, Kept, SoldItem, Sorted } from './catalog.ts'
import { categoryIn } from './catalog.ts'
import { itemSortMax } from './fields.ts'

/** What the database has not given yet. */
export const unkept: Kept = { id: '', createdAt: 0, updatedAt: 0 }

interface Placed {
  readonly id: string
  readonly sort: number
}

/** The places of things in the order of their ids; throws LIST_CHANGED where those are not all of them. */
export function placesOf(things: readonly Placed[], ids: readonly string[]): Sorted['places'] {
  const known = new Map(things.map(({ id, sort }) => [id, sort]))
  const isWhole = ids.length === known.size && new Set(ids).size === ids.length
  if (!isWhole || !ids.every((id) => known.has(id)))
    throw new Fault('conflict', 'LIST_CHANGED', 'the list is not what there is to sort')
  const places = ids.map((id, sort) => ({ id, sort }))
  return places.filter(({ id, sort }) => known.get(id) !== sort)
}

/** All items of a category in a new order. */
export function sortItems(catalog: Catalog, categoryId: string, ids: readonly string[]): Change {
  const { kind } = categoryIn(catalog, categoryId)
  const places = placesOf(itemsOf(catalog, categoryId), ids)
  const categoryIds = places.length === 0 ? [] : [categoryId]
  return { sorted: { kind: kind === 'DISH' ? 'dish' : 'setMeal', places, categoryIds } }
}

/** Behind everything that is in the category. */
export function lastSort(catalog: Catalog, categoryId: string): number {
  const sorts = itemsOf(catalog, categoryId).map(({ sort }) => sort)
  return Math.min(itemSortMax, Math.max(-1, ...sorts) + 1)
}

function itemsOf({ dishes, setMeals }: Catalog, categoryId: string): readonly SoldItem[] {
  const items: readonly SoldItem[] = [...dishes.values(), ...setMeals.values()]
  return items.filter((item) => item.categoryId === categoryId)
}
