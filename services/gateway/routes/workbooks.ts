import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import {
  byShop,
  numberId,
  permitted,
  shopRead,
  shopWrite,
  uuid,
  workbookHeaders,
  workbookType,
} from '../http.ts'
import { shapeWorkbook, workbookShape } from '../shapes/workbook.ts'

const byWorkbook = z.strictObject({ shopId: numberId, workbookId: uuid })
const read = { ...shopRead, audience: permitted.reports, tag: 'reports' } as const
const write = { ...shopWrite, audience: permitted.reports, tag: 'reports' } as const
const path = '/v1/shops/:shopId/reports/workbooks'

type Needs = Pick<Clients, 'report'>

export function workbookRoutes(needs: Needs): readonly Route[] {
  return [createWorkbook(needs), getWorkbook(needs), getWorkbookFile(needs), cancelWorkbook(needs)]
}

function createWorkbook({ report }: Needs): Route {
  return route({
    ...write,
    name: 'createWorkbook',
    method: 'POST',
    path,
    summary: 'Begins to write the business of some days to a workbook; a shop has one under way at most',
    params: byShop,
    idempotency: 'required',
    body: z.strictObject({
      from: z.iso.date(),
      to: z.iso.date(),
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    replies: { 202: workbookShape },
    async handler({ params, body, idempotencyKey }) {
      const begun = await report.createWorkbook({ ...params, ...body, idempotencyKey })
      assert(begun.workbook, 'a workbook that began is answered')
      const { shopId, id } = begun.workbook
      return answer(202, shapeWorkbook(begun.workbook), {
        Location: `/v1/shops/${shopId}/reports/workbooks/${id}`,
        ...(begun.replayed && { 'Idempotent-Replayed': 'true' }),
      })
    },
  })
}

function getWorkbook({ report }: Needs): Route {
  return route({
    ...read,
    name: 'getWorkbook',
    method: 'GET',
    path: `${path}/:workbookId`,
    summary: 'How far a workbook is',
    params: byWorkbook,
    replies: { 200: workbookShape },
    handler: async ({ params }) => answer(200, shapeWorkbook(await report.getWorkbook(params))),
  })
}

function getWorkbookFile({ report }: Needs): Route {
  return route({
    ...read,
    name: 'getWorkbookFile',
    method: 'GET',
    path: `${path}/:workbookId/file`,
    summary: 'The finished workbook for Excel',
    params: byWorkbook,
    replies: { 200: { media: workbookType } },
    async handler({ params }) {
      const { body } = await report.getWorkbookFile(params)
      return answer(200, body, workbookHeaders(`business-${params.workbookId}`))
    },
  })
}

function cancelWorkbook({ report }: Needs): Route {
  return route({
    ...write,
    name: 'cancelWorkbook',
    // What it ends was entered when it was asked for, and takes nothing out of the house.
    audit: 'line',
    method: 'DELETE',
    path: `${path}/:workbookId`,
    summary: 'Ends a workbook that is under way; one that has ended stays as it is',
    params: byWorkbook,
    replies: { 200: workbookShape },
    handler: async ({ params }) => answer(200, shapeWorkbook(await report.cancelWorkbook(params))),
  })
}
