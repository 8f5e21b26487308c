import type { Catalog, Category, Dish, SetMeal, Shop } from './catalog.ts'
import { isMealtime, wallTimes } from './mealtimes.ts'
import { isSellable } from './price.ts'
import { standingOf } from './standing.ts'

/** What customers see: the shop as it stands and enabled categories that hold something on sale. */
export function menuOf(catalog: Catalog, now: number) {
  const shop = showShop(catalog.shop, now)
  const categories = [...catalog.categories.values()].map((category) => sectionOf(catalog, category, now))
  return { shop, categories: categories.filter(holdsSomething) }
}

function showShop(shop: Shop, now: number) {
  const { version: _, hours: __, areas: ___, location: ____, takesUnlocated: _____, ...shown } = shop
  return { ...shown, ...standingOf(shop, now) }
}

function sectionOf(catalog: Catalog, { id, name, kind, mealtimes }: Category, now: number) {
  const isShown = (item: Dish | SetMeal) => item.categoryId === id && isSellable(catalog, item)
  const isServed = (item: Dish | SetMeal) => ({ servedNow: isMealtime(catalog, item, now) })
  const dishes = [...catalog.dishes.values()].filter(isShown)
  const setMeals = [...catalog.setMeals.values()].filter(isShown)
  return {
    ...{ id, name, kind, mealtimes: wallTimes(mealtimes) },
    dishes: dishes.map((dish) => ({ ...showDish(dish), ...isServed(dish) })),
    setMeals: setMeals.map((setMeal) => ({ ...showSetMeal(setMeal), ...isServed(setMeal) })),
  }
}

function showDish({ id, name, priceFen, image, description, optionGroups, mealtimes }: Dish) {
  return { id, name, priceFen, image, description, optionGroups, mealtimes: wallTimes(mealtimes) }
}

function showSetMeal({ id, name, priceFen, image, description, parts, mealtimes }: SetMeal) {
  return { id, name, priceFen, image, description, parts, mealtimes: wallTimes(mealtimes) }
}

function holdsSomething(section: ReturnType<typeof sectionOf>): boolean {
  return section.dishes.length + section.setMeals.length > 0
}
