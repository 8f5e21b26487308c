import { Fault } from '#kit/fault.ts'
import {
  assertCategoryFits,
  assertNameFree,
  type Catalog,
  type Change,
  type Dish,
  type DishFields,
  dishIn,
  type SetMeal,
} from './catalog.ts'
import { checkDishFields } from './fields.ts'
import { stopSetMeal } from './set-meal.ts'

/** A new dish is not on sale yet. */
export function addDish(catalog: Catalog, fields: DishFields): Change & { dish: Dish } {
  return place(catalog, { ...fields, id: '', shopId: catalog.shop.id, onSale: false, version: 1 })
}

export function changeDish(catalog: Catalog, id: string, fields: DishFields): Change & { dish: Dish } {
  const before = dishIn(catalog, id)
  return place(catalog, { ...before, ...fields, version: before.version + 1 })
}

/** Stopping a dish stops every set meal that holds it. */
export function setDishOnSale(catalog: Catalog, id: string, onSale: boolean): Change & { dish: Dish } {
  const before = dishIn(catalog, id)
  const dish = { ...before, onSale, version: before.version + 1 }
  return onSale ? { dish } : { dish, stopped: setMealsWith(catalog, id).filter(isOnSale).map(stopSetMeal) }
}

export function removeDish(catalog: Catalog, id: string): Change {
  const { onSale, version } = dishIn(catalog, id)
  if (onSale) throw new Fault('precondition', 'DISH_ON_SALE', 'a dish on sale cannot be deleted')
  if (setMealsWith(catalog, id).length > 0)
    throw new Fault('precondition', 'DISH_IN_SET_MEAL', 'the dish is part of a set meal')
  return { removed: { kind: 'dish', id, version: version + 1 } }
}

function place(catalog: Catalog, dish: Dish) {
  checkDishFields(dish)
  assertCategoryFits(catalog, dish.categoryId, 'DISH')
  assertNameFree(catalog.dishes, dish)
  return { dish }
}

function setMealsWith(catalog: Catalog, dishId: string): readonly SetMeal[] {
  return [...catalog.setMeals.values()].filter((meal) => meal.parts.some((part) => part.dishId === dishId))
}

const isOnSale = (setMeal: SetMeal) => setMeal.onSale
