import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { anyRead, byUuid, count, fen, permitted, staffWrite, text, uuid } from '../http.ts'
import { piecesWanted, refundShape, shapeRefund } from '../shapes/after-sales.ts'

type Needs = Pick<Clients, 'order'>

const tagged = { tag: 'refunds' } as const

export function refundRoutes(needs: Needs): readonly Route[] {
  return [listRefunds(needs), refundOrder(needs), retryRefund(needs)]
}

function listRefunds({ order }: Needs): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'listRefunds',
    method: 'GET',
    path: '/v1/orders/:id/refunds',
    summary: 'All money of an order that goes or went back, with the time of each step',
    params: byUuid,
    replies: { 200: z.strictObject({ items: z.array(refundShape), refundableFen: z.int().nullable() }) },
    async handler({ params }) {
      const { refunds, refundableFen, moneyHidden } = await order.listRefunds({ orderId: params.id })
      return answer(200, {
        items: refunds.map(shapeRefund),
        refundableFen: moneyHidden ? null : refundableFen,
      })
    },
  })
}

function refundOrder({ order }: Needs): Route {
  return route({
    ...staffWrite,
    ...tagged,
    audience: permitted.refunds,
    name: 'refundOrder',
    method: 'POST',
    path: '/v1/orders/:id/refunds',
    summary: 'Gives part of an order’s money back, by its lines or by an amount',
    params: byUuid,
    idempotency: 'required',
    body: z.strictObject({ lines: piecesWanted, amountFen: fen.min(1).optional(), reason: text(200).min(1) }),
    replies: { 200: refundShape, 201: refundShape },
    async handler({ params, body: { amountFen = 0, ...wish }, idempotencyKey }) {
      const asked = { orderId: params.id, ...wish, amountFen, idempotencyKey }
      const { refund, replayed } = await order.refundOrder(asked)
      assert(refund, 'a refund that was granted is answered')
      const shaped = shapeRefund(refund)
      if (replayed) return answer(200, shaped, { 'Idempotent-Replayed': 'true' })
      return answer(201, shaped, { Location: `/v1/orders/${refund.orderId}/refunds` })
    },
  })
}

function retryRefund({ order }: Needs): Route {
  return route({
    ...staffWrite,
    ...tagged,
    audience: permitted.refunds,
    name: 'retryRefund',
    method: 'POST',
    path: '/v1/orders/:id/refunds/:n/retry',
    summary: 'Asks again for a refund that has failed',
    params: z.strictObject({ id: uuid, n: count(1, 1000) }),
    replies: { 200: refundShape },
    handler: async ({ params }) =>
      answer(200, shapeRefund(await order.retryRefund({ orderId: params.id, n: params.n }))),
  })
}
