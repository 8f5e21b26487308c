import { z } from 'zod'
import {
  CategoryKind,
  type CategorySchema,
  type DishSchema,
  type MealtimeSchema,
  OptionGroupKind,
  type OptionGroupSchema,
  type SetMealSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { fen, momentOf, numberId, text } from '../http.ts'
import { minutesOf, wallTime, wallTimes } from './hours.ts'
import { itemKinds } from './item.ts'

export const optionGroupKinds = ['FLAVOUR', 'ADDITION'] as const

/** A time of the day by the shop's clock; what ends no later than it begins does so on the next day. */
export const mealtimeShape = z.strictObject({ from: wallTime, to: wallTime })

const mealtimes = z.array(mealtimeShape).max(5).optional()
const sort = z.int().min(0).max(9999)
const kept = { createdAt: z.string(), updatedAt: z.string() }

const group = {
  name: text(20),
  minimum: z.int().min(0).max(50),
  maximum: z.int().min(0).max(50),
  choices: z.array(z.strictObject({ name: text(20), priceFen: fen })).max(50),
}
const groupFields = z.strictObject({ kind: z.enum(optionGroupKinds).optional(), ...group })
const groupShape = z.strictObject({ kind: z.enum(optionGroupKinds), ...group })

const item = {
  categoryId: numberId,
  name: text(50),
  priceFen: fen,
  image: text(128).default(''),
  description: text(500).default(''),
  sort: sort.optional(),
  mealtimes,
  /** What was read before the writing began: another one there is a conflict. */
  version: z.int().min(1).optional(),
}

const itemShape = {
  id: z.string(),
  shopId: z.string(),
  categoryId: z.string(),
  name: z.string(),
  priceFen: z.int(),
  image: z.string(),
  description: z.string(),
  onSale: z.boolean(),
  sort: z.int(),
  mealtimes: z.array(mealtimeShape),
  version: z.int(),
  ...kept,
}

export const categoryFields = z
  .strictObject({
    kind: z.enum(itemKinds),
    name: text(50),
    sort,
    enabled: z.boolean(),
    mealtimes,
  })
  .transform(({ kind, ...fields }) => ({ ...writtenTimes(fields), kind: CategoryKind[kind] }))

/** Whether a new one is on sale from the beginning. */
const onSale = z.boolean().default(false)

const dish = z.strictObject({ ...item, optionGroups: z.array(groupFields).max(20).default([]) })
export const dishFields = dish.transform(writtenDish)
export const newDish = dish
  .extend({ onSale })
  .transform(({ onSale, ...fields }) => ({ onSale, ...writtenDish(fields) }))

const partInput = z.strictObject({ dishId: numberId, copies: z.int().min(1).max(99) })
const setMeal = z.strictObject({ ...item, parts: z.array(partInput).min(1).max(50) })
export const setMealFields = setMeal.transform((fields) => writtenTimes(fields))
export const newSetMeal = setMeal
  .extend({ onSale })
  .transform(({ onSale, ...fields }) => ({ onSale, ...writtenTimes(fields) }))

export const categoryShape = z
  .strictObject({
    id: z.string(),
    shopId: z.string(),
    kind: z.enum(itemKinds),
    name: z.string(),
    sort: z.int(),
    enabled: z.boolean(),
    mealtimes: z.array(mealtimeShape),
    ...kept,
  })
  .meta({ id: 'Category' })

export const dishShape = z
  .strictObject({ ...itemShape, optionGroups: z.array(groupShape) })
  .meta({ id: 'Dish' })

export const setMealShape = z
  .strictObject({
    ...itemShape,
    parts: z.array(z.strictObject({ dishId: z.string(), copies: z.int(), name: z.string() })),
  })
  .meta({ id: 'SetMeal' })

/** A set meal that holds a dish. */
export const setMealOfDishShape = z
  .strictObject({ id: z.string(), name: z.string(), onSale: z.boolean(), startable: z.boolean() })
  .meta({ id: 'SetMealOfDish' })

export function shapeCategory({ kind, ...category }: PlainOf<typeof CategorySchema>) {
  return { ...shapeKept(category), kind: CategoryKind[kind] as (typeof itemKinds)[number] }
}

export function shapeDish({ optionGroups, ...dish }: PlainOf<typeof DishSchema>) {
  return { ...shapeKept(dish), optionGroups: optionGroups.map(shapeGroup) }
}

export function shapeSetMeal(setMeal: PlainOf<typeof SetMealSchema>) {
  return shapeKept(setMeal)
}

function shapeGroup({ kind, ...one }: PlainOf<typeof OptionGroupSchema>) {
  return { ...one, kind: OptionGroupKind[kind] as (typeof optionGroupKinds)[number] }
}

interface Kept {
  readonly mealtimes: readonly PlainOf<typeof MealtimeSchema>[]
  readonly createdAt: number
  readonly updatedAt: number
}

function shapeKept<Thing extends Kept>({ mealtimes: times, createdAt, updatedAt, ...thing }: Thing) {
  const written = { createdAt: momentOf(createdAt), updatedAt: momentOf(updatedAt) }
  return { ...thing, ...written, mealtimes: times.map(shapeMealtime) }
}

function shapeMealtime({ fromMinute, toMinute }: PlainOf<typeof MealtimeSchema>) {
  const { opens: from, closes: to } = wallTimes({ opensMinute: fromMinute, closesMinute: toMinute })
  return { from, to }
}

function writtenDish({ optionGroups, ...fields }: z.output<typeof dish>) {
  const kindOf = ({ kind }: z.output<typeof groupFields>) => OptionGroupKind[kind ?? 'UNSPECIFIED']
  const groups = optionGroups.map((one) => ({ ...one, kind: kindOf(one) }))
  return { ...writtenTimes(fields), optionGroups: groups }
}

type Written = z.output<typeof mealtimes>

/** Mealtimes in minutes; what is absent stays as it is. */
function writtenTimes<Fields extends { mealtimes?: Written }>({ mealtimes: times, ...fields }: Fields) {
  return { ...fields, mealtimes: times && { times: times.map(mealtimeOf) } }
}

function mealtimeOf({ from, to }: z.output<typeof mealtimeShape>) {
  const { opensMinute: fromMinute, closesMinute: toMinute } = minutesOf({ opens: from, closes: to })
  return { fromMinute, toMinute }
}
