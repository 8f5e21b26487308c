import { Fault } from '#kit/fault.ts'
import type {
  CategoryFields,
  DishFields,
  ItemFields,
  OptionGroup,
  OptionGroupKind,
  SetMealFields,
  ShopFields,
} from './catalog.ts'

/** ¥999,999.99 */
export const priceFenMax = 99_999_999
export const categoriesMax = 100
export const itemSortMax = 9999
export const optionGroupsMax = 4
export const choicesMax = 20
export const partsMax = 30
export const copiesMax = 99

/** All that can be seen: no controls, nothing that hides or turns the text around it, no markup. */
const namePattern = /^(?!.*[<>])[\p{L}\p{N}\p{P}\p{S}][\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u
const phonePattern = /^[0-9+\- ]{0,20}$/
const imagePattern = /^(|[0-9a-f]{64}|\/\S+|https?:\/\/\S+)$/
const controls = /[\p{Cc}\p{Cs}]/u

export function checkShopFields(fields: ShopFields): void {
  checkName('name', fields.name, 2, 30)
  checkText('address', fields.address, 200)
  checkText('notice', fields.notice, 200)
  check(phonePattern.test(fields.phone), 'phone', 'up to 20 digits')
  checkFen('packingFeeFen', fields.packingFeeFen, 0)
  checkFen('deliveryFeeFen', fields.deliveryFeeFen, 0)
  checkFen('minimumOrderFen', fields.minimumOrderFen, 0)
}

export function checkCategoryFields(fields: CategoryFields): void {
  checkName('name', fields.name, 2, 20)
  checkWhole('sort', fields.sort, 0, categoriesMax - 1)
}

export function checkDishFields(fields: DishFields): void {
  checkItemFields(fields)
  const groups = fields.optionGroups
  check(groups.length <= optionGroupsMax, 'optionGroups', `at most ${optionGroupsMax} groups`)
  checkDistinct('optionGroups', groups)
  groups.forEach(checkOptionGroup)
}

export function checkSetMealFields(fields: SetMealFields): void {
  checkItemFields(fields)
  const { parts } = fields
  check(parts.length >= 1 && parts.length <= partsMax, 'parts', `1 to ${partsMax} dishes`)
  check(new Set(parts.map((part) => part.dishId)).size === parts.length, 'parts', 'each dish once')
  for (const part of parts) checkWhole('parts', part.copies, 1, copiesMax)
}

function checkItemFields(fields: ItemFields): void {
  checkName('name', fields.name, 2, 20)
  checkFen('priceFen', fields.priceFen, 1)
  checkText('description', fields.description, 200)
  checkWhole('sort', fields.sort ?? 0, 0, itemSortMax)
  check(fields.image.length <= 255 && imagePattern.test(fields.image), 'image', 'an image id or an address')
}

function checkOptionGroup(group: OptionGroup): void {
  const { kind, minimum, maximum, choices } = group
  checkName('optionGroups', group.name, 1, 20)
  check(choices.length >= 1 && choices.length <= choicesMax, 'optionGroups', `1 to ${choicesMax} choices`)
  checkDistinct('optionGroups', choices)
  checkWhole('optionGroups', maximum, 1, choices.length)
  checkWhole('optionGroups', minimum, 0, maximum)
  for (const choice of choices) {
    checkName('optionGroups', choice.name, 1, 20)
    checkFen('optionGroups', choice.priceFen, 0)
  }
  const isKind = kind === 'ADDITION' || kindOfGroup(group) === kind
  check(isKind, 'optionGroups', 'a flavour is one choice at no price')
}

/** What a group is where nobody said: one choice at no price is a taste. */
export function kindOfGroup({ maximum, choices }: Omit<OptionGroup, 'kind'>): OptionGroupKind {
  return maximum === 1 && choices.every((choice) => choice.priceFen === 0) ? 'FLAVOUR' : 'ADDITION'
}

export function checkName(field: string, name: string, least: number, most: number): void {
  const length = [...name].length
  const fits = length >= least && length <= most && namePattern.test(name) && name.trim() === name
  check(fits, field, `${least} to ${most} letters, digits or signs`)
}

function checkText(field: string, text: string, most: number): void {
  check([...text].length <= most && !controls.test(text), field, `up to ${most} characters in one line`)
}

export function checkDistinct(field: string, named: readonly { readonly name: string }[]): void {
  check(new Set(named.map((one) => one.name)).size === named.length, field, 'distinct names')
}

export function checkFen(field: string, fen: number, least: number): void {
  checkWhole(field, fen, least, priceFenMax)
}

export function checkWhole(field: string, value: number, least: number, most: number): void {
  const fits = Number.isSafeInteger(value) && value >= least && value <= most
  check(fits, field, `a whole number from ${least} to ${most}`)
}

export function check(holds: boolean, field: string, rule: string): void {
  if (holds) return
  throw new Fault('invalid', 'FIELDS_INVALID', `${field}: ${rule}`, { details: { field, rule } })
}
