import { z } from 'zod'
import { answer, rawBody, route } from '#kit/http/route.ts'
import type { Clients } from '../../clients.ts'
import { signedHeaders } from '../../http.ts'
import { anyone, frameOf, type OldRoute } from './old-route.ts'

const calls = [
  ['POST /notify/paySuccess', '支付成功回调'],
  ['POST /notify/refundSuccess', '退款成功回调'],
] as const

/** Where merchants have told WeChat Pay to call so far; what comes is verified by its signature. */
export function notifyRoutes({ payment }: Pick<Clients, 'payment'>): readonly OldRoute[] {
  return calls.map(([call, summary]) => {
    const { dialect: _, ...framed } = frameOf(call, { who: anyone, summary, rateClass: 'notify' })
    return () =>
      route({
        ...framed,
        body: rawBody,
        replies: { 200: z.strictObject({ code: z.literal('SUCCESS'), message: z.literal('SUCCESS') }) },
        wordFault: ({ message }) => ({ code: 'FAIL', message }),
        async handler({ headers, body }) {
          await payment.receiveNotification({ headers: signedHeaders(headers), body })
          return answer(200, { code: 'SUCCESS', message: 'SUCCESS' })
        },
      })
  })
}
