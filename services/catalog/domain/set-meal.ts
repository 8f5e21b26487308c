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
import { beginItem, continueItem } from './item.ts'
import { findAll, refuseAny } from './remove.ts'

/** Not on sale yet where nobody says so. */
export function addSetMeal(
  catalog: Catalog,
  fields: SetMealFields,
  onSale = false,
): Change & { setMeal: SetMeal } {
  const parts = nameParts(catalog, fields.parts)
  const begun = beginItem(catalog, fields, onSale)
  return place(catalog, { ...fields, ...begun, parts })
}

export function changeSetMeal(
  catalog: Catalog,
  id: string,
  fields: SetMealFields,
): Change & { setMeal: SetMeal } {
  const before = setMealIn(catalog, id)
  const parts = nameParts(catalog, fields.parts)
  return place(catalog, { ...before, ...fields, ...continueItem(before, fields), parts })
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

/** All of them, or none and every one that hinders is named. */
export function removeSetMeals(catalog: Catalog, ids: readonly string[]): Change {
  const setMeals = findAll(catalog.setMeals, ids, 'SET_MEAL_MISSING')
  const onSale = setMeals.filter((setMeal) => setMeal.onSale)
  refuseAny(onSale, 'SET_MEAL_ON_SALE', 'a set meal on sale cannot be deleted')
  return { removed: setMeals.map(({ id, version }) => ({ kind: 'setMeal', id, version: version + 1 })) }
}

/** Whether all its dishes are on sale. */
export function isSetMealSellable(catalog: Catalog, { parts }: SetMeal): boolean {
  return parts.every((part) => dishIn(catalog, part.dishId).onSale)
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
  if (setMeal.onSale && !isSetMealSellable(catalog, setMeal))
    throw new Fault('precondition', 'SET_MEAL_NOT_SELLABLE', 'the set meal holds a dish that is not on sale')
}
