import { Fault } from '#kit/fault.ts'
import type { ShopAreas } from './delivery.ts'
import type { Hours } from './hours.ts'

/** One shop and all it has, on sale or not, as of one version. */
export interface Catalog {
  /** Grows with every change of anything in it. */
  readonly version: number
  readonly shop: Shop
  /** In the order of the menu, as are the others within each. */
  readonly categories: ReadonlyMap<string, Category>
  readonly dishes: ReadonlyMap<string, Dish>
  readonly setMeals: ReadonlyMap<string, SetMeal>
}

export interface ShopFields {
  readonly name: string
  readonly address: string
  readonly phone: string
  readonly notice: string
  readonly packingFeeFen: number
  readonly deliveryFeeFen: number
  readonly minimumOrderFen: number
}

/** How long a shop takes and how much at once. */
export interface Pace {
  readonly preparationMinutes: number
  /** On the way, where no area says otherwise. */
  readonly deliveryMinutes: number
  /** Orders in one slot; 0: unlimited. */
  readonly slotCapacity: number
}

export interface Shop extends ShopFields, Pace, ShopAreas {
  readonly id: string
  /** As it was set by hand. */
  readonly open: boolean
  readonly timeZone: string
  readonly version: number
  readonly hours: Hours
  /** Added to every preparation until then. */
  readonly busyMinutes: number
  readonly busyUntil: number
}

export type ItemKind = 'DISH' | 'SET_MEAL'

/** Minutes from midnight by the shop's clock; an end behind 1440 is on the next day. */
export interface Mealtime {
  readonly fromMinute: number
  readonly toMinute: number
}

export interface CategoryFields {
  readonly kind: ItemKind
  readonly name: string
  readonly sort: number
  readonly enabled: boolean
  /** When its items are sold, empty: all day; undefined: all day where it is new, else as it was. */
  readonly mealtimes?: readonly Mealtime[] | undefined
}

/** What somebody wants different of a category. */
export type CategoryChange = {
  readonly [Field in keyof CategoryFields]?: CategoryFields[Field] | undefined
}

/** What the database gives: an id, empty until then, and when the thing was written first and last. */
export interface Kept {
  readonly id: string
  /** The number it is to get where nobody has it, before it has one. */
  readonly wanted?: string
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Category extends CategoryFields, Kept {
  readonly shopId: string
  readonly mealtimes: readonly Mealtime[]
}

export interface OptionChoice {
  readonly name: string
  readonly priceFen: number
}

/** A flavour (口味) is one choice at most and costs nothing. */
export type OptionGroupKind = 'FLAVOUR' | 'ADDITION'

export interface OptionGroup {
  readonly kind: OptionGroupKind
  readonly name: string
  readonly minimum: number
  readonly maximum: number
  readonly choices: readonly OptionChoice[]
}

/** What dishes and set meals have in common. */
export interface ItemFields {
  readonly categoryId: string
  readonly name: string
  readonly priceFen: number
  readonly image: string
  readonly description: string
  /** Within its category; undefined: last where it is new, else where it is. */
  readonly sort?: number | undefined
  /** Empty: all day; undefined: all day where it is new, else as it was. */
  readonly mealtimes?: readonly Mealtime[] | undefined
  /** What was read before the writing began; undefined: whatever is there. */
  readonly version?: number | undefined
}

export interface DishFields extends ItemFields {
  readonly optionGroups: readonly OptionGroup[]
}

export interface SoldItem extends ItemFields, Kept {
  readonly shopId: string
  readonly sort: number
  readonly mealtimes: readonly Mealtime[]
  readonly onSale: boolean
  readonly version: number
}

export interface Dish extends SoldItem {
  readonly optionGroups: readonly OptionGroup[]
}

export interface PartFields {
  readonly dishId: string
  readonly copies: number
}

export interface SetMealFields extends ItemFields {
  readonly parts: readonly PartFields[]
}

export interface SetMealPart extends PartFields {
  readonly name: string
}

export interface SetMeal extends SoldItem {
  readonly parts: readonly SetMealPart[]
}

/** What one step changes: saved and announced together, or not at all. */
export interface Change {
  readonly shop?: Shop
  readonly category?: Category
  readonly dish?: Dish
  readonly setMeal?: SetMeal
  /** Set meals that stop because one of their dishes does. */
  readonly stopped?: readonly SetMeal[]
  readonly removed?: readonly Removed[]
  readonly sorted?: Sorted
}

export type Thing = 'category' | 'dish' | 'setMeal'

export interface Removed {
  readonly kind: Thing
  readonly id: string
  readonly version: number
}

/** Things in a new order: those whose place changed, and the categories whose order that is. */
export interface Sorted {
  readonly kind: Thing
  readonly places: readonly { readonly id: string; readonly sort: number }[]
  readonly categoryIds: readonly string[]
}

export function categoryIn(catalog: Catalog, id: string): Category {
  const category = catalog.categories.get(id)
  if (!category) throw new Fault('missing', 'CATEGORY_MISSING', 'there is no such category')
  return category
}

export function dishIn(catalog: Catalog, id: string): Dish {
  const dish = catalog.dishes.get(id)
  if (!dish) throw new Fault('missing', 'DISH_MISSING', 'there is no such dish')
  return dish
}

export function setMealIn(catalog: Catalog, id: string): SetMeal {
  const setMeal = catalog.setMeals.get(id)
  if (!setMeal) throw new Fault('missing', 'SET_MEAL_MISSING', 'there is no such set meal')
  return setMeal
}

/** Whether nobody else in the shop carries the name of `thing`. */
export function assertNameFree(
  named: ReadonlyMap<string, { readonly id: string; readonly name: string }>,
  thing: { readonly id: string; readonly name: string },
): void {
  for (const other of named.values()) {
    if (other.name !== thing.name || other.id === thing.id) continue
    throw new Fault('conflict', 'NAME_TAKEN', 'the name is taken', { details: { name: thing.name } })
  }
}

export function assertCategoryFits(catalog: Catalog, categoryId: string, kind: ItemKind): void {
  if (categoryIn(catalog, categoryId).kind !== kind)
    throw new Fault('precondition', 'CATEGORY_KIND_WRONG', 'the category is of the other kind')
}
