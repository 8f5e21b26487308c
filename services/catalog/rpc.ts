import {
  CatalogService,
  type CategoryFieldsSchema,
  CategoryKind,
  type CategorySchema,
  type ImportMenuRequestSchema,
  ItemKind,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { InitOf, PlainOf } from '#kit/rpc/message.ts'
import { type Handlers, type Served, serve } from '#kit/rpc/service.ts'
import type { Category, CategoryFields } from './domain/catalog.ts'
import type { Item } from './domain/price.ts'
import type { CatalogNeeds } from './ports.ts'
import { createCategory } from './use-cases/create-category.ts'
import { createDish } from './use-cases/create-dish.ts'
import { createSetMeal } from './use-cases/create-set-meal.ts'
import { createShop } from './use-cases/create-shop.ts'
import { deleteCategory } from './use-cases/delete-category.ts'
import { deleteDish } from './use-cases/delete-dish.ts'
import { deleteSetMeal } from './use-cases/delete-set-meal.ts'
import { getDish } from './use-cases/get-dish.ts'
import { getImage } from './use-cases/get-image.ts'
import { getMenu } from './use-cases/get-menu.ts'
import { getSetMeal } from './use-cases/get-set-meal.ts'
import { getShop } from './use-cases/get-shop.ts'
import { importMenu } from './use-cases/import-menu.ts'
import { listCategories } from './use-cases/list-categories.ts'
import { listDishes } from './use-cases/list-dishes.ts'
import { listSetMeals } from './use-cases/list-set-meals.ts'
import { priceItems } from './use-cases/price-items.ts'
import { putImage } from './use-cases/put-image.ts'
import { setDishOnSale } from './use-cases/set-dish-on-sale.ts'
import { setSetMealOnSale } from './use-cases/set-set-meal-on-sale.ts'
import { setShopOpen } from './use-cases/set-shop-open.ts'
import { updateCategory } from './use-cases/update-category.ts'
import { updateDish } from './use-cases/update-dish.ts'
import { updateSetMeal } from './use-cases/update-set-meal.ts'
import { updateShop } from './use-cases/update-shop.ts'

const by = () => currentContext().by

export function serveCatalog(needs: CatalogNeeds): Served {
  return serve(CatalogService, {
    getShop: ({ shopId }) => getShop(needs, shopId),
    createShop: ({ fields }) => createShop(needs, by(), given(fields)),
    updateShop: ({ shopId, fields }) => updateShop(needs, by(), shopId, given(fields)),
    setShopOpen: ({ shopId, open }) => setShopOpen(needs, by(), shopId, open),
    getMenu: ({ shopId }) => getMenu(needs, shopId),
    priceItems: ({ shopId, items }) =>
      priceItems(
        needs,
        shopId,
        items.map((item) => ({ ...item, kind: kindOf(item.kind) })),
      ),
    ...categoryHandlers(needs),
    ...dishHandlers(needs),
    ...setMealHandlers(needs),
    importMenu: async ({ shopId, ...menu }) => ({
      imported: await importMenu(needs, by(), shopId, menuOf(menu)),
    }),
    putImage: async ({ body }) => ({ imageId: await putImage(needs, by(), body) }),
    getImage: async ({ imageId, width }) => {
      const { body } = await getImage(needs, imageId, width)
      return { contentType: 'image/webp', body }
    },
  })
}

type Some<Name extends keyof Handlers<typeof CatalogService>> = Pick<Handlers<typeof CatalogService>, Name>

function categoryHandlers(
  needs: CatalogNeeds,
): Some<'listCategories' | 'createCategory' | 'updateCategory' | 'deleteCategory'> {
  return {
    listCategories: async ({ shopId }) => ({
      categories: (await listCategories(needs, shopId)).map(toCategory),
    }),
    createCategory: async ({ shopId, fields }) =>
      toCategory(await createCategory(needs, by(), shopId, categoryFieldsOf(fields))),
    updateCategory: async ({ categoryId, fields }) =>
      toCategory(await updateCategory(needs, by(), categoryId, categoryFieldsOf(fields))),
    deleteCategory: async ({ categoryId }) => {
      await deleteCategory(needs, by(), categoryId)
      return {}
    },
  }
}

function dishHandlers(
  needs: CatalogNeeds,
): Some<'listDishes' | 'getDish' | 'createDish' | 'updateDish' | 'setDishOnSale' | 'deleteDish'> {
  return {
    listDishes: async ({ shopId, categoryId }) => ({ dishes: await listDishes(needs, shopId, categoryId) }),
    getDish: ({ dishId }) => getDish(needs, dishId),
    createDish: ({ shopId, fields }) => createDish(needs, by(), shopId, given(fields)),
    updateDish: ({ dishId, fields }) => updateDish(needs, by(), dishId, given(fields)),
    setDishOnSale: ({ dishId, onSale }) => setDishOnSale(needs, by(), dishId, onSale),
    deleteDish: async ({ dishId }) => {
      await deleteDish(needs, by(), dishId)
      return {}
    },
  }
}

function setMealHandlers(
  needs: CatalogNeeds,
): Some<
  'listSetMeals' | 'getSetMeal' | 'createSetMeal' | 'updateSetMeal' | 'setSetMealOnSale' | 'deleteSetMeal'
> {
  return {
    listSetMeals: async ({ shopId, categoryId }) => ({
      setMeals: await listSetMeals(needs, shopId, categoryId),
    }),
    getSetMeal: ({ setMealId }) => getSetMeal(needs, setMealId),
    createSetMeal: ({ shopId, fields }) => createSetMeal(needs, by(), shopId, given(fields)),
    updateSetMeal: ({ setMealId, fields }) => updateSetMeal(needs, by(), setMealId, given(fields)),
    setSetMealOnSale: ({ setMealId, onSale }) => setSetMealOnSale(needs, by(), setMealId, onSale),
    deleteSetMeal: async ({ setMealId }) => {
      await deleteSetMeal(needs, by(), setMealId)
      return {}
    },
  }
}

function toCategory(category: Category): InitOf<typeof CategorySchema> {
  const kind = category.kind === 'DISH' ? CategoryKind.DISH : CategoryKind.SET_MEAL
  return { ...category, kind }
}

function categoryFieldsOf(fields: PlainOf<typeof CategoryFieldsSchema> | undefined): CategoryFields {
  const { kind, ...rest } = given(fields)
  return { ...rest, kind: kindOf(kind) }
}

function menuOf({ categories, dishes, setMeals }: Omit<PlainOf<typeof ImportMenuRequestSchema>, 'shopId'>) {
  return {
    categories: categories.map((one) => ({ ...one, fields: categoryFieldsOf(one.fields) })),
    dishes: dishes.map((one) => ({ ...one, fields: given(one.fields) })),
    setMeals: setMeals.map((one) => ({ ...one, fields: given(one.fields) })),
  }
}

/** Items and categories number their kinds alike. */
function kindOf(kind: ItemKind | CategoryKind): Item['kind'] {
  if (kind === ItemKind.DISH) return 'DISH'
  if (kind === ItemKind.SET_MEAL) return 'SET_MEAL'
  throw new Fault('invalid', 'FIELDS_INVALID', 'kind: a dish or a set meal', { details: { field: 'kind' } })
}

function given<Fields>(fields: Fields | undefined): Fields {
  if (fields === undefined) throw new Fault('invalid', 'FIELDS_INVALID', 'fields: needed')
  return fields
}
