import { Fault } from '#kit/fault.ts'
import {
  assertCategoryFits,
  assertNameFree,
  type Catalog,
  type Change,
  dishIn,
  type PartFields,
  type SetMeal,
  type SetMealFields,
  type SetMealPart,
  setMealIn,
} from './catalog.ts'
import { checkSetMealFields } from './fields.ts'

/** A new set meal is not on sale yet. */
export function addSetMeal(catalog: Catalog, fields: SetMealFields): Change & { setMeal: SetMeal } {
  const parts = nameParts(catalog, fields.parts)
  return place(catalog, { ...fields, parts, id: '', shopId: catalog.shop.id, onSale: false, version: 1 })
}

export function changeSetMeal(
  catalog: Catalog,
  id: string,
  fields: SetMealFields,
): Change & { setMeal: SetMeal } {
  const before = setMealIn(catalog, id)
  const parts = nameParts(catalog, fields.parts)
  return place(catalog, { ...before, ...fields, parts, version: before.version + 1 })
}

export function setSetMealOnSale(
  catalog: Catalog,
  id: string,
  onSale: boolean,
): Change & { setMeal: SetMeal } {
  const before = setMealIn(catalog, id)
  const setMeal = { ...before, onSale, version: before.version + 1 }
  assertSellable(catalog, setMeal)
  return { setMeal }
}

export function stopSetMeal(setMeal: SetMeal): SetMeal {
  return { ...setMeal, onSale: false, version: setMeal.version + 1 }
}

export function removeSetMeal(catalog: Catalog, id: string): Change {
  const { onSale, version } = setMealIn(catalog, id)
  if (onSale) throw new Fault('precondition', 'SET_MEAL_ON_SALE', 'a set meal on sale cannot be deleted')
  return { removed: { kind: 'setMeal', id, version: version + 1 } }
}

function place(catalog: Catalog, setMeal: SetMeal) {
  checkSetMealFields(setMeal)
  assertCategoryFits(catalog, setMeal.categoryId, 'SET_MEAL')
  assertNameFree(catalog.setMeals, setMeal)
  assertSellable(catalog, setMeal)
  return { setMeal }
}

function nameParts(catalog: Catalog, parts: readonly PartFields[]): readonly SetMealPart[] {
  return parts.map(({ dishId, copies }) => ({ dishId, copies, name: dishIn(catalog, dishId).name }))
}

function assertSellable(catalog: Catalog, setMeal: SetMeal): void {
  if (!setMeal.onSale) return
  if (setMeal.parts.some((part) => !dishIn(catalog, part.dishId).onSale))
    throw new Fault('precondition', 'SET_MEAL_NOT_SELLABLE', 'the set meal holds a dish that is not on sale')
}
