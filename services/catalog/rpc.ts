import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { currentContext } from '#kit/context.ts'
import { type Handlers, type Served, serve } from '#kit/rpc/service.ts'
import type { Category, Dish, SetMeal, Shop } from './domain/catalog.ts'
import {
  anyKindOf,
  areasMessage,
  areasOf,
  categoryChangeOf,
  categoryFieldsOf,
  categoryMessage,
  dishFieldsOf,
  dishMessage,
  given,
  kindOf,
  menuOf,
  pageWishOf,
  setMealFieldsOf,
  shopMessage,
  wishOf,
} from './messages.ts'
import type { CatalogNeeds } from './ports.ts'
import { clearShopException } from './use-cases/clear-shop-exception.ts'
import { createCategory } from './use-cases/create-category.ts'
import { createDish } from './use-cases/create-dish.ts'
import { createSetMeal } from './use-cases/create-set-meal.ts'
import { createShop } from './use-cases/create-shop.ts'
import { deleteCategory } from './use-cases/delete-category.ts'
import { deleteDish } from './use-cases/delete-dish.ts'
import { deleteDishes } from './use-cases/delete-dishes.ts'
import { deleteSetMeal } from './use-cases/delete-set-meal.ts'
import { deleteSetMeals } from './use-cases/delete-set-meals.ts'
import { findImages } from './use-cases/find-images.ts'
import { getDish } from './use-cases/get-dish.ts'
import { getImage } from './use-cases/get-image.ts'
import { getMenu } from './use-cases/get-menu.ts'
import { getSetMeal } from './use-cases/get-set-meal.ts'
import { getShop } from './use-cases/get-shop.ts'
import { getShopAreas } from './use-cases/get-shop-areas.ts'
import { getShopHours } from './use-cases/get-shop-hours.ts'
import { importMenu } from './use-cases/import-menu.ts'
import { listCategories } from './use-cases/list-categories.ts'
import { listDishes } from './use-cases/list-dishes.ts'
import { listSetMeals } from './use-cases/list-set-meals.ts'
import { listSetMealsOfDish } from './use-cases/list-set-meals-of-dish.ts'
import { listSlots } from './use-cases/list-slots.ts'
import { priceItems } from './use-cases/price-items.ts'
import { putImage } from './use-cases/put-image.ts'
import { searchCategories } from './use-cases/search-categories.ts'
import { searchDishes } from './use-cases/search-dishes.ts'
import { searchSetMeals } from './use-cases/search-set-meals.ts'
import { setDishOnSale } from './use-cases/set-dish-on-sale.ts'
import { setSetMealOnSale } from './use-cases/set-set-meal-on-sale.ts'
import { setShopAreas } from './use-cases/set-shop-areas.ts'
import { setShopBusy } from './use-cases/set-shop-busy.ts'
import { setShopException } from './use-cases/set-shop-exception.ts'
import { setShopHours } from './use-cases/set-shop-hours.ts'
import { setShopOpen } from './use-cases/set-shop-open.ts'
import { setShopPace } from './use-cases/set-shop-pace.ts'
import { sortCategories } from './use-cases/sort-categories.ts'
import { sortDishes } from './use-cases/sort-dishes.ts'
import { sortSetMeals } from './use-cases/sort-set-meals.ts'
import { updateCategory } from './use-cases/update-category.ts'
import { updateDish } from './use-cases/update-dish.ts'
import { updateSetMeal } from './use-cases/update-set-meal.ts'
import { updateShop } from './use-cases/update-shop.ts'

const by = () => currentContext().by

export function serveCatalog(needs: CatalogNeeds): Served {
  return serve(CatalogService, {
    getMenu: ({ shopId }) => getMenu(needs, shopId),
    async priceItems(asked) {
      const items = asked.items.map((item) => ({ ...item, kind: kindOf(item.kind) }))
      const offer = await priceItems(needs, asked.shopId, items, wishOf(asked))
      return { ...offer, shop: shopMessage(offer.shop, needs.clock.now()) }
    },
    listSlots: async ({ shopId }) => ({ slots: await listSlots(needs, shopId) }),
    ...shopHandlers(needs),
    ...termsHandlers(needs),
    ...categoryHandlers(needs),
    ...dishHandlers(needs),
    ...setMealHandlers(needs),
    importMenu: async ({ shopId, ...menu }) => ({
      imported: await importMenu(needs, by(), shopId, menuOf(menu)),
    }),
    putImage: async ({ body }) => ({ imageId: await putImage(needs, by(), body) }),
    findImages: async ({ imageIds }) => ({ imageIds: await findImages(needs, imageIds) }),
    getImage: async ({ imageId, width }) => {
      const { body } = await getImage(needs, imageId, width)
      return { contentType: 'image/webp', body }
    },
  })
}

type Some<Name extends keyof Handlers<typeof CatalogService>> = Pick<Handlers<typeof CatalogService>, Name>

function shopHandlers(
  needs: CatalogNeeds,
): Some<'getShop' | 'createShop' | 'updateShop' | 'setShopOpen' | 'setShopPace' | 'setShopBusy'> {
  const told = async (shop: Promise<Shop>) => shopMessage(await shop, needs.clock.now())
  return {
    getShop: ({ shopId }) => told(getShop(needs, shopId)),
    createShop: ({ fields }) => told(createShop(needs, by(), given('fields', fields))),
    updateShop: ({ shopId, fields }) => told(updateShop(needs, by(), shopId, given('fields', fields))),
    setShopOpen: ({ shopId, open }) => told(setShopOpen(needs, by(), shopId, open)),
    setShopPace: ({ shopId, ...pace }) => told(setShopPace(needs, by(), shopId, pace)),
    setShopBusy: ({ shopId, ...busy }) => told(setShopBusy(needs, by(), shopId, busy)),
  }
}

type TermsVerb = 'setShopHours' | 'setShopException' | 'clearShopException' | 'setShopAreas'

function termsHandlers(needs: CatalogNeeds): Some<TermsVerb | 'getShopHours' | 'getShopAreas'> {
  return {
    getShopHours: ({ shopId }) => getShopHours(needs, shopId),
    setShopHours: ({ shopId, week }) => setShopHours(needs, by(), shopId, week),
    setShopException: ({ shopId, exception }) =>
      setShopException(needs, by(), shopId, given('exception', exception)),
    clearShopException: ({ shopId, date }) => clearShopException(needs, by(), shopId, date),
    getShopAreas: async ({ shopId }) => areasMessage(await getShopAreas(needs, shopId)),
    setShopAreas: async ({ shopId, areas }) =>
      areasMessage(await setShopAreas(needs, by(), shopId, areasOf(areas))),
  }
}

type CategoryVerb =
  | 'listCategories'
  | 'searchCategories'
  | 'createCategory'
  | 'updateCategory'
  | 'changeCategory'
  | 'sortCategories'
  | 'deleteCategory'

function categoryHandlers(needs: CatalogNeeds): Some<CategoryVerb> {
  const all = async (categories: Promise<readonly Category[]>) => ({
    categories: (await categories).map(categoryMessage),
  })
  return {
    listCategories: ({ shopId }) => all(listCategories(needs, shopId)),
    searchCategories: async ({ shopId, name, kind, page }) => {
      const search = { name, kind: anyKindOf(kind), page: pageWishOf(page) }
      const { items, ...found } = await searchCategories(needs, shopId, search)
      return { ...found, categories: items.map(categoryMessage) }
    },
    createCategory: async ({ shopId, fields }) =>
      categoryMessage(await createCategory(needs, by(), shopId, categoryFieldsOf(fields))),
    updateCategory: async ({ categoryId, fields }) =>
      categoryMessage(await updateCategory(needs, by(), categoryId, categoryFieldsOf(fields))),
    changeCategory: async ({ categoryId, ...changed }) =>
      categoryMessage(await updateCategory(needs, by(), categoryId, categoryChangeOf(changed))),
    sortCategories: ({ shopId, categoryIds }) => all(sortCategories(needs, by(), shopId, categoryIds)),
    deleteCategory: async ({ categoryId }) => {
      await deleteCategory(needs, by(), categoryId)
      return {}
    },
  }
}

type DishVerb = 'createDish' | 'updateDish' | 'sortDishes' | 'setDishOnSale' | 'deleteDish' | 'deleteDishes'

function dishHandlers(
  needs: CatalogNeeds,
): Some<DishVerb | 'listDishes' | 'searchDishes' | 'getDish' | 'listSetMealsOfDish'> {
  const all = async (dishes: Promise<readonly Dish[]>) => ({ dishes: (await dishes).map(dishMessage) })
  const one = async (dish: Promise<Dish>) => dishMessage(await dish)
  return {
    listDishes: ({ shopId, ...list }) => all(listDishes(needs, shopId, list)),
    searchDishes: async ({ shopId, page, ...search }) => {
      const asked = { ...search, onSale: search.onSale, page: pageWishOf(page) }
      const { items, ...found } = await searchDishes(needs, shopId, asked)
      return { ...found, dishes: items.map(dishMessage) }
    },
    getDish: ({ dishId }) => one(getDish(needs, by(), dishId)),
    listSetMealsOfDish: async ({ dishId }) => ({ setMeals: await listSetMealsOfDish(needs, by(), dishId) }),
    createDish: ({ shopId, fields, onSale }) =>
      one(createDish(needs, by(), shopId, { fields: dishFieldsOf(fields), onSale })),
    updateDish: ({ dishId, fields, keepsOptionTerms }) =>
      one(updateDish(needs, by(), dishId, { fields: dishFieldsOf(fields), keepsOptionTerms })),
    sortDishes: ({ categoryId, dishIds }) => all(sortDishes(needs, by(), categoryId, dishIds)),
    setDishOnSale: ({ dishId, onSale }) => one(setDishOnSale(needs, by(), dishId, onSale)),
    deleteDish: async ({ dishId }) => {
      await deleteDish(needs, by(), dishId)
      return {}
    },
    deleteDishes: async ({ shopId, dishIds }) => {
      await deleteDishes(needs, by(), shopId, dishIds)
      return {}
    },
  }
}

type SetMealVerb =
  | 'createSetMeal'
  | 'updateSetMeal'
  | 'sortSetMeals'
  | 'setSetMealOnSale'
  | 'deleteSetMeal'
  | 'deleteSetMeals'

function setMealHandlers(
  needs: CatalogNeeds,
): Some<SetMealVerb | 'listSetMeals' | 'searchSetMeals' | 'getSetMeal'> {
  const all = async (setMeals: Promise<readonly SetMeal[]>) => ({ setMeals: await setMeals })
  return {
    listSetMeals: ({ shopId, ...list }) => all(listSetMeals(needs, shopId, list)),
    searchSetMeals: async ({ shopId, page, ...search }) => {
      const asked = { ...search, onSale: search.onSale, page: pageWishOf(page) }
      const { items: setMeals, ...found } = await searchSetMeals(needs, shopId, asked)
      return { ...found, setMeals }
    },
    getSetMeal: ({ setMealId }) => getSetMeal(needs, by(), setMealId),
    createSetMeal: ({ shopId, fields, onSale }) =>
      createSetMeal(needs, by(), shopId, { fields: setMealFieldsOf(fields), onSale }),
    updateSetMeal: ({ setMealId, fields }) => updateSetMeal(needs, by(), setMealId, setMealFieldsOf(fields)),
    sortSetMeals: ({ categoryId, setMealIds }) => all(sortSetMeals(needs, by(), categoryId, setMealIds)),
    setSetMealOnSale: ({ setMealId, onSale }) => setSetMealOnSale(needs, by(), setMealId, onSale),
    deleteSetMeal: async ({ setMealId }) => {
      await deleteSetMeal(needs, by(), setMealId)
      return {}
    },
    deleteSetMeals: async ({ shopId, setMealIds }) => {
      await deleteSetMeals(needs, by(), shopId, setMealIds)
      return {}
    },
  }
}
