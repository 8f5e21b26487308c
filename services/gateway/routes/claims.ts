import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import {
  anyRead,
  byShop,
  byUuid,
  count,
  customerWrite,
  fen,
  listOf,
  opaqueId,
  pageOf,
  permitted,
  shopRead,
  staffWrite,
  text,
  textOrNull,
} from '../http.ts'
import { claimShape, claimStatesQuery, piecesWanted, shapeClaim } from '../shapes/after-sales.ts'

type Needs = Pick<Clients, 'order'>

const tagged = { tag: 'claims' } as const
const settle = {
  ...staffWrite,
  ...tagged,
  audience: permitted.refunds,
  method: 'POST',
  params: byUuid,
  replies: { 200: claimShape },
} as const

export function claimRoutes(needs: Needs): readonly Route[] {
  return [
    openClaim(needs),
    withdrawClaim(needs),
    approveClaim(needs),
    refuseClaim(needs),
    listOrderClaims(needs),
    listShopClaims(needs),
  ]
}

function openClaim({ order }: Needs): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'openClaim',
    method: 'POST',
    path: '/v1/orders/:id/claims',
    summary: 'Asks for money back, for lines or an amount or all of it; an order has one open claim at most',
    audit: 'line',
    params: byUuid,
    idempotency: 'required',
    body: z.strictObject({
      reason: text(200).min(1),
      lines: piecesWanted,
      amountFen: fen.min(1).optional(),
      imageIds: z.array(opaqueId).max(9).default([]),
    }),
    replies: { 200: claimShape, 201: claimShape },
    async handler({ params, body: { amountFen = 0, ...wish }, idempotencyKey }) {
      const asked = { orderId: params.id, ...wish, amountFen, idempotencyKey }
      const { claim, replayed } = await order.openClaim(asked)
      assert(claim, 'a claim that was opened is answered')
      const shaped = shapeClaim(claim)
      if (replayed) return answer(200, shaped, { 'Idempotent-Replayed': 'true' })
      return answer(201, shaped, { Location: `/v1/orders/${claim.orderId}/claims` })
    },
  })
}

function withdrawClaim({ order }: Needs): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'withdrawClaim',
    method: 'POST',
    path: '/v1/claims/:id/withdraw',
    summary: 'The customer no longer asks',
    audit: 'line',
    params: byUuid,
    replies: { 200: claimShape },
    handler: async ({ params }) => answer(200, shapeClaim(await order.withdrawClaim({ claimId: params.id }))),
  })
}

function approveClaim({ order }: Needs): Route {
  return route({
    ...settle,
    name: 'approveClaim',
    path: '/v1/claims/:id/approve',
    summary: 'Gives back what was asked, or another amount',
    body: z
      .strictObject({ amountFen: fen.min(1).optional(), answer: text(200).default('') })
      .default({ answer: '' }),
    handler: async ({ params, body: { amountFen = 0, answer: words } }) =>
      answer(200, shapeClaim(await order.approveClaim({ claimId: params.id, amountFen, answer: words }))),
  })
}

function refuseClaim({ order }: Needs): Route {
  return route({
    ...settle,
    name: 'refuseClaim',
    path: '/v1/claims/:id/refuse',
    summary: 'Says no, and why',
    body: z.strictObject({ answer: text(200).min(1) }),
    handler: async ({ params, body }) =>
      answer(200, shapeClaim(await order.refuseClaim({ claimId: params.id, answer: body.answer }))),
  })
}

function listOrderClaims({ order }: Needs): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'listOrderClaims',
    method: 'GET',
    path: '/v1/orders/:id/claims',
    summary: 'All claims of an order, oldest first',
    params: byUuid,
    replies: { 200: listOf(claimShape) },
    async handler({ params }) {
      const { claims } = await order.listOrderClaims({ orderId: params.id })
      return answer(200, { items: claims.map(shapeClaim) })
    },
  })
}

function listShopClaims({ order }: Needs): Route {
  return route({
    ...shopRead,
    ...tagged,
    name: 'listShopClaims',
    method: 'GET',
    path: '/v1/shops/:shopId/claims',
    summary: 'The shop’s claims, newest first',
    params: byShop,
    query: z.strictObject({
      states: claimStatesQuery.optional(),
      cursor: text(200).default(''),
      limit: count(1, 100).default(20),
    }),
    replies: { 200: pageOf(claimShape) },
    async handler({ params, query: { states = [], ...page } }) {
      const { claims, nextCursor } = await order.listShopClaims({ ...params, states, ...page })
      return answer(200, { items: claims.map(shapeClaim), nextCursor: textOrNull(nextCursor) })
    },
  })
}
