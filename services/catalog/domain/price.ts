import { Fault } from '#kit/fault.ts'
import type { Catalog, Dish, ItemKind, OptionGroup, SetMeal } from './catalog.ts'
import { isMealtime } from './mealtimes.ts'

export const itemsMax = 500

export interface ChosenOption {
  readonly group: string
  readonly choice: string
}

export interface Item {
  readonly kind: ItemKind
  readonly id: string
  readonly options: readonly ChosenOption[]
}

export type Refusal = 'DISH_MISSING' | 'DISH_STOPPED' | 'NOT_MEALTIME' | 'OPTION_INVALID'

export interface PricedItem {
  /** Empty when the item can be sold; what cannot has neither price, parts nor category. */
  readonly refusal: Refusal | ''
  readonly name: string
  readonly image: string
  readonly unitPriceFen: number
  readonly parts: readonly Part[]
  readonly categoryId: string
  readonly categoryName: string
}

/** What one piece takes from stock. */
export interface Part {
  readonly dishId: string
  readonly name: string
  readonly quantity: number
}

/** `at`: when it is wanted. */
export function priceItem(catalog: Catalog, item: Item, at: number): PricedItem {
  const sold = item.kind === 'DISH' ? catalog.dishes.get(item.id) : catalog.setMeals.get(item.id)
  if (!sold) return refuse('DISH_MISSING', { name: '', image: '' })
  if (!isSellable(catalog, sold)) return refuse('DISH_STOPPED', sold)
  if (!isMealtime(catalog, sold, at)) return refuse('NOT_MEALTIME', sold)
  const extraFen = priceOptions('optionGroups' in sold ? sold.optionGroups : [], item.options)
  if (extraFen === undefined) return refuse('OPTION_INVALID', sold)
  const { name, image, priceFen, categoryId } = sold
  const categoryName = catalog.categories.get(categoryId)?.name ?? ''
  const unitPriceFen = priceFen + extraFen
  return { refusal: '', name, image, unitPriceFen, parts: partsOf(sold), categoryId, categoryName }
}

export function assertItemsBounded(items: readonly Item[]): void {
  if (items.length > itemsMax)
    throw new Fault('invalid', 'FIELDS_INVALID', `at most ${itemsMax} items at once`)
}

/** On sale, and in a category that customers see. */
export function isSellable(catalog: Catalog, item: Dish | SetMeal): boolean {
  return item.onSale && catalog.categories.get(item.categoryId)?.enabled === true
}

/** What the chosen options cost together; undefined when the groups do not allow them. */
function priceOptions(groups: readonly OptionGroup[], chosen: readonly ChosenOption[]): number | undefined {
  let extraFen = 0
  let known = 0
  for (const group of groups) {
    const names = chosen.filter((option) => option.group === group.name).map((option) => option.choice)
    if (names.length < group.minimum || names.length > group.maximum) return undefined
    if (new Set(names).size !== names.length) return undefined
    known += names.length
    for (const name of names) {
      const choice = group.choices.find((one) => one.name === name)
      if (!choice) return undefined
      extraFen += choice.priceFen
    }
  }
  return known === chosen.length ? extraFen : undefined
}

function partsOf(item: Dish | SetMeal): readonly Part[] {
  if ('parts' in item)
    return item.parts.map(({ dishId, name, copies }) => ({ dishId, name, quantity: copies }))
  return [{ dishId: item.id, name: item.name, quantity: 1 }]
}

function refuse(refusal: Refusal, { name, image }: { name: string; image: string }): PricedItem {
  return { refusal, name, image, unitPriceFen: 0, parts: [], categoryId: '', categoryName: '' }
}
