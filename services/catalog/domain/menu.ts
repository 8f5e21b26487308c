import type { Catalog, Category, Dish, SetMeal, Shop } from './catalog.ts'
import { isSellable } from './price.ts'
import { standingOf } from './standing.ts'

/** What customers see: the shop as it stands and enabled categories that hold something on sale. */
export function menuOf(catalog: Catalog, now: number) {
  const shop = showShop(catalog.shop, now)
  const categories = [...catalog.categories.values()].map((category) => sectionOf(catalog, category))
  return { shop, categories: categories.filter(holdsSomething) }
}

function showShop(shop: Shop, now: number) {
  const { version: _, hours: __, areas: ___, location: ____, takesUnlocated: _____, ...shown } = shop
  return { ...shown, ...standingOf(shop, now) }
}

function sectionOf(catalog: Catalog, { id, name, kind }: Category) {
  const isShown = (item: Dish | SetMeal) => item.categoryId === id && isSellable(catalog, item)
  return {
    id,
    name,
    kind,
    dishes: [...catalog.dishes.values()].filter(isShown).map(showDish),
    setMeals: [...catalog.setMeals.values()].filter(isShown).map(showSetMeal),
  }
}

function showDish({ id, name, priceFen, image, description, optionGroups }: Dish) {
  return { id, name, priceFen, image, description, optionGroups }
}

function showSetMeal({ id, name, priceFen, image, description, parts }: SetMeal) {
  return { id, name, priceFen, image, description, parts }
}

function holdsSomething(section: ReturnType<typeof sectionOf>): boolean {
  return section.dishes.length + section.setMeals.length > 0
}
