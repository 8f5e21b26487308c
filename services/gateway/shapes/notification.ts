import { z } from 'zod'
import type { NotificationSchema } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { assert } from '#kit/assert.ts'
import type { Person } from '#kit/context.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf } from '../http.ts'

export const seqMax = Number.MAX_SAFE_INTEGER

export const notificationFields = {
  seq: z.int(),
  type: z.string(),
  at: z.string(),
  payload: z.record(z.string(), z.unknown()),
}

/** Everyone who hears the same as this person: their shop for employees. */
export function audienceOf(by: Person): string {
  if (by.kind === 'employee') return `shop:${by.shopId}`
  assert(by.kind === 'customer', 'the audience is customers and employees')
  return `customer:${by.id}`
}

export function shapeNotification({ seq, type, payload, at }: PlainOf<typeof NotificationSchema>) {
  return { seq, type, at: momentOf(at), payload: JSON.parse(payload) as Readonly<Record<string, unknown>> }
}
