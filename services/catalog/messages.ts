import {
  type AreaSchema,
  type CategoryFieldsSchema,
  CategoryKind,
  type CategorySchema,
  type ChangeCategoryRequestSchema,
  type DishFieldsSchema,
  type DishSchema,
  type ImportMenuRequestSchema,
  ItemKind,
  OptionGroupKind,
  type OptionGroupSchema,
  type PriceItemsRequestSchema,
  type SearchPageSchema,
  type SetMealFieldsSchema,
  type ShopAreasSchema,
  type ShopSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Fault } from '#kit/fault.ts'
import type { InitOf, PlainOf } from '#kit/rpc/message.ts'
import type {
  Category,
  CategoryChange,
  CategoryFields,
  Dish,
  DishFields,
  OptionGroup,
  SetMealFields,
  Shop,
} from './domain/catalog.ts'
import type { Area, ShopAreas } from './domain/delivery.ts'
import { kindOfGroup } from './domain/fields.ts'
import type { ImportedMenu } from './domain/imported.ts'
import type { Item } from './domain/price.ts'
import type { PageWish } from './domain/search.ts'
import { standingOf } from './domain/standing.ts'
import type { DeliveryWish } from './domain/terms.ts'

type Changed = Omit<PlainOf<typeof ChangeCategoryRequestSchema>, 'categoryId'>

export function categoryMessage(category: Category): InitOf<typeof CategorySchema> {
  return { ...category, kind: CategoryKind[category.kind] }
}

export function dishMessage(dish: Dish): InitOf<typeof DishSchema> {
  const optionGroups = dish.optionGroups.map((group) => ({ ...group, kind: OptionGroupKind[group.kind] }))
  return { ...dish, optionGroups }
}

export function dishFieldsOf(fields: PlainOf<typeof DishFieldsSchema> | undefined): DishFields {
  const { optionGroups, mealtimes, ...rest } = given('fields', fields)
  return { ...rest, mealtimes: mealtimes?.times, optionGroups: optionGroups.map(optionGroupOf) }
}

export function setMealFieldsOf(fields: PlainOf<typeof SetMealFieldsSchema> | undefined): SetMealFields {
  const { mealtimes, ...rest } = given('fields', fields)
  return { ...rest, mealtimes: mealtimes?.times }
}

function optionGroupOf({ kind, ...group }: PlainOf<typeof OptionGroupSchema>): OptionGroup {
  if (kind === OptionGroupKind.UNSPECIFIED) return { ...group, kind: kindOfGroup(group) }
  return { ...group, kind: kind === OptionGroupKind.FLAVOUR ? 'FLAVOUR' : 'ADDITION' }
}

export function categoryFieldsOf(fields: PlainOf<typeof CategoryFieldsSchema> | undefined): CategoryFields {
  const { kind, mealtimes, ...rest } = given('fields', fields)
  return { ...rest, mealtimes: mealtimes?.times, kind: kindOf(kind) }
}

export function categoryChangeOf({ kind, ...rest }: Changed): CategoryChange {
  return { ...rest, kind: anyKindOf(kind) }
}

/** The menu of another installation. */
export function menuOf(menu: Omit<PlainOf<typeof ImportMenuRequestSchema>, 'shopId'>): ImportedMenu {
  return {
    categories: menu.categories.map((one) => ({ ...one, fields: categoryFieldsOf(one.fields) })),
    dishes: menu.dishes.map((one) => ({ ...one, fields: dishFieldsOf(one.fields) })),
    setMeals: menu.setMeals.map((one) => ({ ...one, fields: setMealFieldsOf(one.fields) })),
  }
}

/** The kind, where one is chosen. */
export function anyKindOf(kind: CategoryKind): Item['kind'] | undefined {
  return kind === CategoryKind.UNSPECIFIED ? undefined : kindOf(kind)
}

/** The page, or the first one. */
export function pageWishOf(page: PlainOf<typeof SearchPageSchema> | undefined): PageWish {
  return page ?? { limit: 0, cursor: '', number: 0 }
}

/** Items and categories number their kinds alike. */
export function kindOf(kind: ItemKind | CategoryKind): Item['kind'] {
  if (kind === ItemKind.DISH) return 'DISH'
  if (kind === ItemKind.SET_MEAL) return 'SET_MEAL'
  throw invalid('kind', 'a dish or a set meal')
}

/** A shop as it stands at a moment. */
export function shopMessage(shop: Shop, now: number): InitOf<typeof ShopSchema> {
  const { hours: _, areas: __, location: ___, takesUnlocated: ____, ...told } = shop
  return { ...told, ...standingOf(shop, now) }
}

export function areasMessage({ location, areas, takesUnlocated }: ShopAreas): InitOf<typeof ShopAreasSchema> {
  return {
    location: location ?? undefined,
    areas: areas.map(({ shape, ...area }) => ({ ...area, ...shape })),
    takesUnlocated,
  }
}

export function areasOf(areas: PlainOf<typeof ShopAreasSchema> | undefined): ShopAreas {
  const { location = null, areas: all, takesUnlocated } = given('areas', areas)
  return { location, areas: all.map(areaOf), takesUnlocated }
}

function areaOf({ circle, polygon, ...area }: PlainOf<typeof AreaSchema>): Area {
  if (!circle) return { ...area, shape: { polygon } }
  if (polygon.length > 0) throw invalid('areas', 'either a circle or a polygon')
  return { ...area, shape: { circle: { ...circle, center: given('areas', circle.center) } } }
}

export function wishOf({ destination, deliverAt }: PlainOf<typeof PriceItemsRequestSchema>): DeliveryWish {
  return { destination: destination && { location: destination.location ?? null }, deliverAt }
}

/** What a message must carry, by the name of its field. */
export function given<Value>(field: string, value: Value | undefined): Value {
  if (value === undefined) throw invalid(field, 'needed')
  return value
}

function invalid(field: string, rule: string): Fault {
  return new Fault('invalid', 'FIELDS_INVALID', `${field}: ${rule}`, { details: { field, rule } })
}
