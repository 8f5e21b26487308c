import type { RequestOf } from '../web/api.ts'
import type { Dish, SetMeal } from '../web/gen/operations.ts'
import { fenOf } from '../web/money.ts'

export type DishFields = RequestOf<'createDish'>['body']
export type SetMealFields = RequestOf<'createSetMeal'>['body']

/** A dish or a set meal as somebody writes it: money as they type it. */
export interface Draft {
  id: string
  /** Which version of it was read before the writing began; 0: it is new. */
  version: number
  categoryId: string
  name: string
  price: string
  image: string
  description: string
  mealtimes: { from: string; to: string }[]
  groups: GroupDraft[]
  parts: { dishId: string; copies: number }[]
}

export interface GroupDraft {
  kind: Dish['optionGroups'][number]['kind']
  name: string
  minimum: number
  maximum: number
  choices: { name: string; price: string }[]
}

export const inYuan = (fen: number) => (fen / 100).toFixed(2)

export function emptyDraft(categoryId: string): Draft {
  const nothing = { name: '', price: '', image: '', description: '', mealtimes: [], groups: [], parts: [] }
  return { id: '', version: 0, categoryId, ...nothing }
}

export function draftOf(item: Dish | SetMeal): Draft {
  const { id, version, categoryId, name, priceFen, image, description } = item
  const mealtimes = item.mealtimes.map((time) => ({ ...time }))
  const written = { id, version, categoryId, name, price: inYuan(priceFen), image, description, mealtimes }
  return 'optionGroups' in item
    ? { ...written, groups: groupsOf(item), parts: [] }
    : { ...written, groups: [], parts: item.parts.map(({ dishId, copies }) => ({ dishId, copies })) }
}

function groupsOf({ optionGroups }: Dish): GroupDraft[] {
  return optionGroups.map((group) => ({
    ...group,
    choices: group.choices.map((choice) => ({ name: choice.name, price: inYuan(choice.priceFen) })),
  }))
}

/** Null while something of it is no amount. */
export function dishFieldsOf(draft: Draft): DishFields | null {
  const { categoryId, name, price, image, description, mealtimes, groups } = draft
  const priceFen = fenOf(price)
  const optionGroups = groups.map((group) => ({
    ...group,
    choices: group.choices.map((choice) => ({
      name: choice.name,
      priceFen: fenOf(choice.price || '0') ?? -1,
    })),
  }))
  const isSound = optionGroups.every(({ choices }) => choices.every((choice) => choice.priceFen >= 0))
  return priceFen === undefined || !isSound
    ? null
    : { categoryId, name, priceFen, image, description, mealtimes, optionGroups }
}

export function setMealFieldsOf(draft: Draft): SetMealFields | null {
  const { categoryId, name, price, image, description, mealtimes, parts } = draft
  const priceFen = fenOf(price)
  return priceFen === undefined ? null : { categoryId, name, priceFen, image, description, mealtimes, parts }
}
