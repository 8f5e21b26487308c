import type { Menu } from '../web/gen/operations.ts'

type Section = Menu['categories'][number]
export type Dish = Section['dishes'][number]
export type SetMeal = Section['setMeals'][number]

/** Why a dish cannot be had at the moment, if so. */
export type DishState = 'ON' | 'SOLD_OUT' | 'OFF_HOURS'

/** A set meal is sold out with any of its parts. */
export function dishState(dish: Dish | SetMeal, soldOut: ReadonlySet<string>): DishState {
  const needed = 'parts' in dish ? dish.parts.map(({ dishId }) => dishId) : [dish.id]
  if (needed.some((id) => soldOut.has(id))) return 'SOLD_OUT'
  return dish.servedNow ? 'ON' : 'OFF_HOURS'
}

/** 10:30–14:00, in the order the shop wrote them. */
export function mealtimesOf({ mealtimes }: Pick<Dish, 'mealtimes'>): string {
  return mealtimes.map(({ from, to }) => `${from}–${to}`).join(' · ')
}
