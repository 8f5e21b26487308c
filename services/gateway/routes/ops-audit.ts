import { z } from 'zod'
import type { AuditEntrySchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../clients.ts'
import { count, managers, momentOf, pageOf, shopOf, staffRead, text, textOrNull } from '../http.ts'

const auditEntryShape = z
  .strictObject({
    /** Counts the entries of the whole installation; each is chained to the one before by its hash. */
    seq: z.number(),
    at: z.string(),
    by: z.string(),
    shopId: z.string(),
    action: z.string(),
    subject: z.string(),
    /** By field: what was before and what is since. */
    details: z.record(z.string(), z.array(z.unknown())),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' })

export function opsAuditRoutes({ user }: Pick<Clients, 'user'>): readonly Route[] {
  const listAuditEntries = route({
    ...staffRead,
    tag: 'ops',
    audience: managers,
    name: 'listAuditEntries',
    method: 'GET',
    path: '/v1/ops/audit',
    summary: 'What was done to the employees of the caller’s shop, newest first',
    query: z.strictObject({ cursor: text(200).default(''), limit: count(1, 100).default(20) }),
    replies: { 200: pageOf(auditEntryShape) },
    async handler({ by, query }) {
      const { entries, nextCursor } = await user.listAuditEntries({ shopId: shopOf(by), ...query })
      return answer(200, { items: entries.map(shapeEntry), nextCursor: textOrNull(nextCursor) })
    },
  })
  return [listAuditEntries]
}

function shapeEntry({ at, details, ...entry }: PlainOf<typeof AuditEntrySchema>) {
  return { ...entry, at: momentOf(at), details: JSON.parse(details) as Record<string, unknown[]> }
}
