import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import { instantOf } from '#kit/http/instants.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, moment, numberId, permitted, shopRead, shopWrite, uuid } from '../http.ts'
import { exportShape, shapeExport } from '../shapes/export.ts'

const byExport = z.strictObject({ shopId: numberId, exportId: uuid })
const read = { ...shopRead, audience: permitted.reports, tag: 'exports' } as const
const write = { ...shopWrite, audience: permitted.reports, tag: 'exports' } as const

type Needs = Pick<Clients, 'order'>

export function exportRoutes(needs: Needs): readonly Route[] {
  return [createExport(needs), getExport(needs), getExportFile(needs), cancelExport(needs)]
}

function createExport({ order }: Needs): Route {
  return route({
    ...write,
    name: 'createExport',
    method: 'POST',
    path: '/v1/shops/:shopId/exports',
    summary: 'Begins to write the shop’s orders of a time range to a file; a shop has one under way at most',
    params: byShop,
    idempotency: 'required',
    body: z.strictObject({ from: moment, to: moment, language: z.enum(['zh', 'en']).default('zh') }),
    replies: { 202: exportShape },
    async handler({ params, body: { from, to, language }, idempotencyKey }) {
      const range = { beginAt: instantOf(from), endAt: instantOf(to) }
      const begun = await order.createExport({ ...params, ...range, language, idempotencyKey })
      assert(begun.export, 'an export that began is answered')
      const { shopId, id } = begun.export
      const replayed = begun.replayed ? { 'Idempotent-Replayed': 'true' } : undefined
      return answer(202, shapeExport(begun.export), {
        ...{ Location: `/v1/shops/${shopId}/exports/${id}` },
        ...replayed,
      })
    },
  })
}

function getExport({ order }: Needs): Route {
  return route({
    ...read,
    name: 'getExport',
    method: 'GET',
    path: '/v1/shops/:shopId/exports/:exportId',
    summary: 'How far an export is',
    params: byExport,
    replies: { 200: exportShape },
    handler: async ({ params }) => answer(200, shapeExport(await order.getExport(params))),
  })
}

function getExportFile({ order }: Needs): Route {
  return route({
    ...read,
    name: 'getExportFile',
    method: 'GET',
    path: '/v1/shops/:shopId/exports/:exportId/file',
    summary: 'The finished file: CSV in UTF-8 that Excel opens as it is',
    params: byExport,
    replies: { 200: { media: 'text/csv; charset=utf-8' } },
    async handler({ params }) {
      const parts: Uint8Array[] = []
      for await (const { body } of order.getExportFile(params)) parts.push(body)
      return answer(200, Buffer.concat(parts), {
        'Content-Disposition': `attachment; filename="orders-${params.exportId}.csv"`,
        'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff',
      })
    },
  })
}

function cancelExport({ order }: Needs): Route {
  return route({
    ...write,
    name: 'cancelExport',
    // What it ends was entered when it was asked for, and takes nothing out of the house.
    audit: 'line',
    method: 'DELETE',
    path: '/v1/shops/:shopId/exports/:exportId',
    summary: 'Ends an export that is under way; one that has ended stays as it is',
    params: byExport,
    replies: { 200: exportShape },
    handler: async ({ params }) => answer(200, shapeExport(await order.cancelExport(params))),
  })
}
