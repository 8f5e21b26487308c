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
import { beginItem, continueItem } from './item.ts'
import { onTermsOf } from './options.ts'
import { findAll, refuseAny } from './remove.ts'
import { isSetMealSellable, stopSetMeal } from './set-meal.ts'

/** Not on sale yet where nobody says so. */
export function addDish(catalog: Catalog, fields: DishFields, onSale = false): Change & { dish: Dish } {
  const begun = beginItem(catalog, fields, onSale)
  return place(catalog, { ...fields, ...begun })
}

/** `keepsTerms`: whoever writes it knows options by name alone. */
export function changeDish(
  catalog: Catalog,
  id: string,
  fields: DishFields,
  keepsTerms = false,
): Change & { dish: Dish } {
  const before = dishIn(catalog, id)
  const optionGroups = keepsTerms ? onTermsOf(before.optionGroups, fields.optionGroups) : fields.optionGroups
  return place(catalog, { ...before, ...fields, ...continueItem(before, fields), optionGroups })
}

/** Stopping a dish stops every set meal that holds it. */
export function setDishOnSale(catalog: Catalog, id: string, onSale: boolean): Change & { dish: Dish } {
  const before = dishIn(catalog, id)
  const dish = { ...before, onSale, version: before.version + 1 }
  return onSale ? { dish } : { dish, stopped: setMealsWith(catalog, id).filter(isOnSale).map(stopSetMeal) }
}

/** All of them, or none and every one that hinders is named. */
export function removeDishes(catalog: Catalog, ids: readonly string[]): Change {
  const dishes = findAll(catalog.dishes, ids, 'DISH_MISSING')
  refuseAny(dishes.filter(isOnSale), 'DISH_ON_SALE', 'a dish on sale cannot be deleted')
  const isInSetMeal = ({ id }: Dish) => setMealsWith(catalog, id).length > 0
  refuseAny(dishes.filter(isInSetMeal), 'DISH_IN_SET_MEAL', 'the dish is part of a set meal')
  return { removed: dishes.map(({ id, version }) => ({ kind: 'dish', id, version: version + 1 })) }
}

export interface SetMealOfDish {
  readonly id: string
  readonly name: string
  readonly onSale: boolean
  /** It is not on sale, and all its dishes are. */
  readonly startable: boolean
}

export function setMealsOfDish(catalog: Catalog, dishId: string): readonly SetMealOfDish[] {
  return setMealsWith(catalog, dishIn(catalog, dishId).id).map((setMeal) => {
    const { id, name, onSale } = setMeal
    return { id, name, onSale, startable: !onSale && isSetMealSellable(catalog, setMeal) }
  })
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

const isOnSale = (item: Dish | SetMeal) => item.onSale
