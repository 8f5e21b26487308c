import { z } from 'zod'
import { type ExportSchema, ExportState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf, textOrNull } from '../http.ts'

const exportStates = ['WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const

export const exportShape = z
  .strictObject({
    id: z.string(),
    shopId: z.string(),
    state: z.enum(exportStates),
    /** 0 to 1 */
    progress: z.number(),
    /** Orders written so far. */
    orders: z.int(),
    from: z.string(),
    to: z.string(),
    /** Why it failed. */
    failure: z.string().nullable(),
    createdAt: z.string(),
    /** When it is thrown away. */
    expiresAt: z.string(),
  })
  .meta({ id: 'Export' })

export function shapeExport({ beginAt, endAt, ...found }: PlainOf<typeof ExportSchema>) {
  return {
    ...found,
    state: ExportState[found.state] as (typeof exportStates)[number],
    from: momentOf(beginAt),
    to: momentOf(endAt),
    failure: textOrNull(found.failure),
    createdAt: momentOf(found.createdAt),
    expiresAt: momentOf(found.expiresAt),
  }
}
