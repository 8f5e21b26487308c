import { z } from 'zod'
import { type WorkbookSchema, WorkbookState } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf } from '../http.ts'

const states = ['WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const

export const workbookShape = z
  .strictObject({
    id: z.string(),
    shopId: z.string(),
    state: z.enum(states),
    /** 0 to 1 */
    progress: z.number(),
    from: z.string(),
    to: z.string(),
    createdAt: z.string(),
    /** When it is thrown away. */
    expiresAt: z.string(),
  })
  .meta({ id: 'Workbook' })

export function shapeWorkbook({ state, createdAt, expiresAt, ...told }: PlainOf<typeof WorkbookSchema>) {
  return {
    ...told,
    state: WorkbookState[state] as (typeof states)[number],
    createdAt: momentOf(createdAt),
    expiresAt: momentOf(expiresAt),
  }
}
