import { z } from 'zod'
import { answer, type Route, rawBody, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { managers, publicRead, signedHeaders, staffWrite } from '../http.ts'

const reconciliationShape = z
  .strictObject({
    day: z.string(),
    rowsCompared: z.int(),
    differences: z.array(
      z.strictObject({
        kind: z.string(),
        attemptId: z.string(),
        ours: z.string(),
        theirs: z.string(),
        action: z.string(),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' })

export function paymentRoutes(needs: Pick<Clients, 'payment'>): readonly Route[] {
  return [receiveWechatNotification(needs), reconcileDay(needs)]
}

function receiveWechatNotification({ payment }: Pick<Clients, 'payment'>): Route {
  return route({
    ...publicRead,
    tag: 'payments',
    name: 'receiveWechatNotification',
    method: 'POST',
    path: '/notify/wechat',
    summary: 'Where WeChat Pay tells of payments and refunds; verified by its signature',
    body: rawBody,
    replies: { 200: z.strictObject({ code: z.literal('SUCCESS') }) },
    rateClass: 'notify',
    wordFault: ({ message }) => ({ code: 'FAIL', message }),
    async handler({ headers, body }) {
      await payment.receiveNotification({ headers: signedHeaders(headers), body })
      return answer(200, { code: 'SUCCESS' })
    },
  })
}

function reconcileDay({ payment }: Pick<Clients, 'payment'>): Route {
  return route({
    ...staffWrite,
    ownership: 'none',
    tag: 'payments',
    name: 'reconcileDay',
    method: 'POST',
    path: '/v1/reconciliations',
    summary: 'Compares a day with the provider’s bill and mends what can be mended',
    audience: managers,
    body: z.strictObject({ day: z.iso.date() }),
    replies: { 200: reconciliationShape },
    handler: async ({ body }) => answer(200, await payment.reconcileDay(body)),
  })
}
