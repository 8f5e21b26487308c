import type { Catalog, CategoryFields, Change, DishFields, SetMealFields } from './catalog.ts'
import { addCategory } from './category.ts'
import { addDish } from './dish.ts'
import { addSetMeal } from './set-meal.ts'

/** A menu of another installation; the ids in its fields are those of this one. */
export interface ImportedMenu {
  readonly categories: readonly ImportedCategory[]
  readonly dishes: readonly ImportedDish[]
  readonly setMeals: readonly ImportedSetMeal[]
}

export interface ImportedCategory {
  /** The number it had. */
  readonly oldId: string
  readonly fields: CategoryFields
}

export interface ImportedDish {
  readonly oldId: string
  readonly fields: DishFields
  readonly onSale: boolean
}

export interface ImportedSetMeal {
  readonly oldId: string
  readonly fields: SetMealFields
  readonly onSale: boolean
}

/** What becomes of a thing: it is added, or what has its name already stands for it. */
export type Taking = { readonly change: Change } | { readonly standsFor: string }

export const importedMax = 500

export function takeCategory(catalog: Catalog, { oldId, fields }: ImportedCategory): Taking {
  const known = namedAlike(catalog.categories, fields)
  if (known !== undefined) return { standsFor: known }
  const { category } = addCategory(catalog, fields)
  return { change: { category: { ...category, wanted: oldId } } }
}

export function takeDish(catalog: Catalog, { oldId, fields, onSale }: ImportedDish): Taking {
  const known = namedAlike(catalog.dishes, fields)
  if (known !== undefined) return { standsFor: known }
  const { dish } = addDish(catalog, fields)
  return { change: { dish: { ...dish, onSale, wanted: oldId } } }
}

/** On sale only where all that it holds is. */
export function takeSetMeal(catalog: Catalog, { oldId, fields, onSale }: ImportedSetMeal): Taking {
  const known = namedAlike(catalog.setMeals, fields)
  if (known !== undefined) return { standsFor: known }
  const { setMeal } = addSetMeal(catalog, fields)
  const isWhole = setMeal.parts.every(({ dishId }) => catalog.dishes.get(dishId)?.onSale)
  return { change: { setMeal: { ...setMeal, onSale: onSale && isWhole, wanted: oldId } } }
}

function namedAlike(
  things: ReadonlyMap<string, { readonly id: string; readonly name: string }>,
  { name }: { readonly name: string },
): string | undefined {
  return [...things.values()].find((thing) => thing.name === name)?.id
}
