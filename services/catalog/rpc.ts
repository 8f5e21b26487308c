import {
  type AreaSchema,
  CatalogService,
  type CategoryFieldsSchema,
  CategoryKind,
  type CategorySchema,
  type ImportMenuRequestSchema,
  ItemKind,
  type PriceItemsRequestSchema,
  type ShopAreasSchema,
  type ShopSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { InitOf, PlainOf } from '#kit/rpc/message.ts'
import { type Handlers, type Served, serve } from '#kit/rpc/service.ts'
import type { Category, CategoryFields, Shop, ShopAreas } from './domain/catalog.ts'
import type { Area } from './domain/delivery.ts'
import type { Item } from './domain/price.ts'
import { standingOf } from './domain/standing.ts'
import type { DeliveryWish } from './domain/terms.ts'
import type { CatalogNeeds } from './ports.ts'
import { clearShopException } from './use-cases/clear-shop-exception.ts'
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
import { getShopAreas } from './use-cases/get-shop-areas.ts'
import { getShopHours } from './use-cases/get-shop-hours.ts'
import { importMenu } from './use-cases/import-menu.ts'
import { listCategories } from './use-cases/list-categories.ts'
import { listDishes } from './use-cases/list-dishes.ts'
import { listSetMeals } from './use-cases/list-set-meals.ts'
import { listSlots } from './use-cases/list-slots.ts'
import { priceItems } from './use-cases/price-items.ts'
import { putImage } from './use-cases/put-image.ts'
import { setDishOnSale } from './use-cases/set-dish-on-sale.ts'
import { setSetMealOnSale } from './use-cases/set-set-meal-on-sale.ts'
import { setShopAreas } from './use-cases/set-shop-areas.ts'
import { setShopBusy } from './use-cases/set-shop-busy.ts'
import { setShopException } from './use-cases/set-shop-exception.ts'
import { setShopHours } from './use-cases/set-shop-hours.ts'
import { setShopOpen } from './use-cases/set-shop-open.ts'
import { setShopPace } from './use-cases/set-shop-pace.ts'
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
    getDish: ({ dishId }) => getDish(needs, by(), dishId),
    createDish: ({ shopId, fields }) => createDish(needs, by(), shopId, given('fields', fields)),
    updateDish: ({ dishId, fields }) => updateDish(needs, by(), dishId, given('fields', fields)),
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
    getSetMeal: ({ setMealId }) => getSetMeal(needs, by(), setMealId),
    createSetMeal: ({ shopId, fields }) => createSetMeal(needs, by(), shopId, given('fields', fields)),
    updateSetMeal: ({ setMealId, fields }) => updateSetMeal(needs, by(), setMealId, given('fields', fields)),
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
  const { kind, ...rest } = given('fields', fields)
  return { ...rest, kind: kindOf(kind) }
}

function menuOf({ categories, dishes, setMeals }: Omit<PlainOf<typeof ImportMenuRequestSchema>, 'shopId'>) {
  return {
    categories: categories.map((one) => ({ ...one, fields: categoryFieldsOf(one.fields) })),
    dishes: dishes.map((one) => ({ ...one, fields: given('fields', one.fields) })),
    setMeals: setMeals.map((one) => ({ ...one, fields: given('fields', one.fields) })),
  }
}

/** Items and categories number their kinds alike. */
function kindOf(kind: ItemKind | CategoryKind): Item['kind'] {
  if (kind === ItemKind.DISH) return 'DISH'
  if (kind === ItemKind.SET_MEAL) return 'SET_MEAL'
  throw invalid('kind', 'a dish or a set meal')
}

/** A shop as it stands at a moment. */
function shopMessage(shop: Shop, now: number): InitOf<typeof ShopSchema> {
  const { hours: _, areas: __, location: ___, takesUnlocated: ____, ...told } = shop
  return { ...told, ...standingOf(shop, now) }
}

function areasMessage({ location, areas, takesUnlocated }: ShopAreas): InitOf<typeof ShopAreasSchema> {
  return {
    location: location ?? undefined,
    areas: areas.map(({ shape, ...area }) => ({ ...area, ...shape })),
    takesUnlocated,
  }
}

function areasOf(areas: PlainOf<typeof ShopAreasSchema> | undefined): ShopAreas {
  const { location = null, areas: all, takesUnlocated } = given('areas', areas)
  return { location, areas: all.map(areaOf), takesUnlocated }
}

function areaOf({ circle, polygon, ...area }: PlainOf<typeof AreaSchema>): Area {
  if (!circle) return { ...area, shape: { polygon } }
  if (polygon.length > 0) throw invalid('areas', 'either a circle or a polygon')
  return { ...area, shape: { circle: { ...circle, center: given('areas', circle.center) } } }
}

function wishOf({ destination, deliverAt }: PlainOf<typeof PriceItemsRequestSchema>): DeliveryWish {
  return { destination: destination && { location: destination.location ?? null }, deliverAt }
}

/** What a message must carry, by the name of its field. */
function given<Value>(field: string, value: Value | undefined): Value {
  if (value === undefined) throw invalid(field, 'needed')
  return value
}

function invalid(field: string, rule: string): Fault {
  return new Fault('invalid', 'FIELDS_INVALID', `${field}: ${rule}`, { details: { field, rule } })
}
