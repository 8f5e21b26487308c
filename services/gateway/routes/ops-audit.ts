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
    /** Of an employee in capitals; else the operation that was asked for. */
    action: z.string(),
    subject: z.string(),
    /** Of an employee, by field: what was before and what is since. Of an operation: its input. */
    details: z.record(z.string(), z.unknown()),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' })

const auditLinkShape = z
  .strictObject({ seq: z.number(), prevHash: z.string(), hash: z.string() })
  .meta({ id: 'AuditLink' })

const read = { ...staffRead, tag: 'ops', audience: managers } as const
const page = (limitMax: number, limit: number) =>
  z.strictObject({ cursor: text(200).default(''), limit: count(1, limitMax).default(limit) })

export function opsAuditRoutes(needs: Pick<Clients, 'user'>): readonly Route[] {
  return [listAuditEntries(needs), listAuditLinks(needs)]
}

function listAuditEntries({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...read,
    name: 'listAuditEntries',
    method: 'GET',
    path: '/v1/ops/audit',
    summary: 'What was done in the caller’s shop by who may more than others, newest first',
    query: page(100, 20),
    replies: { 200: pageOf(auditEntryShape) },
    async handler({ by, query }) {
      const { entries, nextCursor } = await user.listAuditEntries({ shopId: shopOf(by), ...query })
      return answer(200, { items: entries.map(shapeEntry), nextCursor: textOrNull(nextCursor) })
    },
  })
}

function listAuditLinks({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...read,
    name: 'listAuditLinks',
    method: 'GET',
    path: '/v1/ops/audit/links',
    summary: 'The hashes of the whole chain, newest first: entries of other shops without what they say',
    query: page(1000, 200),
    replies: { 200: pageOf(auditLinkShape) },
    async handler({ query }) {
      const { links, nextCursor } = await user.listAuditLinks(query)
      return answer(200, { items: links, nextCursor: textOrNull(nextCursor) })
    },
  })
}

function shapeEntry({ at, details, ...entry }: PlainOf<typeof AuditEntrySchema>) {
  return { ...entry, at: momentOf(at), details: JSON.parse(details) as Record<string, unknown> }
}
