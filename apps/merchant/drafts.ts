import type { RequestOf } from '../web/api.ts'
import type { Dish, SetMeal } from '../web/gen/operations.ts'
import { fenOf } from '../web/money.ts'

export type DishFields = RequestOf<'createDish'>['body']
export type SetMealFields = RequestOf<'createSetMeal'>['body']

/** A dish or a set meal as somebody writes it: money as they type it. */
export interface Draft {
  id: string
  categoryId: string
  name: string
  price: string
  image: string
  description: string
  groups: GroupDraft[]
  parts: { dishId: string; copies: number }[]
}

export interface GroupDraft {
  name: string
  minimum: number
  maximum: number
  choices: { name: string; price: string }[]
}

const inYuan = (fen: number) => (fen / 100).toFixed(2)

export function emptyDraft(categoryId: string): Draft {
  return { id: '', categoryId, name: '', price: '', image: '', description: '', groups: [], parts: [] }
}

export function draftOfDish({
  id,
  categoryId,
  name,
  priceFen,
  image,
  description,
  optionGroups,
}: Dish): Draft {
  const groups = optionGroups.map((group) => ({
    ...group,
    choices: group.choices.map((choice) => ({ name: choice.name, price: inYuan(choice.priceFen) })),
  }))
  return { id, categoryId, name, price: inYuan(priceFen), image, description, groups, parts: [] }
}

export function draftOfSetMeal({
  id,
  categoryId,
  name,
  priceFen,
  image,
  description,
  parts,
}: SetMeal): Draft {
  const copied = parts.map(({ dishId, copies }) => ({ dishId, copies }))
  return { id, categoryId, name, price: inYuan(priceFen), image, description, groups: [], parts: copied }
}

/** Null while something of it is no amount. */
export function dishFieldsOf({
  categoryId,
  name,
  price,
  image,
  description,
  groups,
}: Draft): DishFields | null {
  const priceFen = fenOf(price)
  const optionGroups = groups.map((group) => ({
    name: group.name,
    minimum: group.minimum,
    maximum: group.maximum,
    choices: group.choices.map((choice) => ({
      name: choice.name,
      priceFen: fenOf(choice.price || '0') ?? -1,
    })),
  }))
  const isSound = optionGroups.every(({ choices }) => choices.every((choice) => choice.priceFen >= 0))
  return priceFen === undefined || !isSound
    ? null
    : { categoryId, name, priceFen, image, description, optionGroups }
}

export function setMealFieldsOf({
  categoryId,
  name,
  price,
  image,
  description,
  parts,
}: Draft): SetMealFields | null {
  const priceFen = fenOf(price)
  return priceFen === undefined ? null : { categoryId, name, priceFen, image, description, parts }
}
