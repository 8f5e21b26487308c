import { z } from 'zod'
import { ItemKind, type ItemSchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { assert } from '#kit/assert.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import { numberId, text } from '../http.ts'

export const itemKinds = ['DISH', 'SET_MEAL'] as const

const optionShape = z.strictObject({ group: text(50), choice: text(50) })

/** What somebody buys: a dish or a set meal, with the options chosen. */
export const itemShape = z
  .strictObject({ kind: z.enum(itemKinds), id: numberId, options: z.array(optionShape).max(50) })
  .meta({ id: 'Item' })

/** The same as a client writes it. */
export const itemInput = z.strictObject({
  kind: z.enum(itemKinds).transform((kind) => ItemKind[kind]),
  id: numberId,
  options: z.array(optionShape).max(50).default([]),
})

export function shapeItem(item: PlainOf<typeof ItemSchema> | undefined) {
  assert(item, 'every line has an item')
  const kind = ItemKind[item.kind] as (typeof itemKinds)[number]
  return { kind, id: item.id, options: item.options }
}
