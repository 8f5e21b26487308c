import { z } from 'zod'
import type { Refund } from './books.ts'
import { json, type Route } from './http.ts'
import { parse } from './pay-api.ts'
import { findRefund, finishRefunds, makeRefund, type NewRefund } from './refunds.ts'
import { findTrade } from './trades.ts'
import { Refusal, timeText } from './wire.ts'
import type { World } from './world.ts'

const request = z
  .object({
    out_trade_no: z.string().optional(),
    transaction_id: z.string().optional(),
    out_refund_no: z.string().regex(/^[\w*|@-]{1,64}$/),
    reason: z.string().max(80).optional(),
    notify_url: z.url().optional(),
    amount: z.object({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
  })
  .refine((value) => value.out_trade_no || value.transaction_id)

export function refundRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v3/refund/domestic/refunds',
      handle: (incoming) => json(200, refundBody(world, makeRefund(world, wantedOf(incoming.body)))),
    },
    {
      method: 'GET',
      path: '/v3/refund/domestic/refunds/:name',
      handle: (_request, outRefundNo) => {
        world.books.commit(() => finishRefunds(world))
        const refund = findRefund(world, outRefundNo)
        if (!refund) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
        return json(200, refundBody(world, refund))
      },
    },
  ]
}

function wantedOf(body: string): NewRefund {
  const wanted = parse(request, body)
  return {
    outRefundNo: wanted.out_refund_no,
    outTradeNo: wanted.out_trade_no ?? '',
    transactionId: wanted.transaction_id ?? '',
    refundFen: wanted.amount.refund,
    totalFen: wanted.amount.total,
    notifyUrl: wanted.notify_url ?? '',
  }
}

/** A refund as answers tell it. */
function refundBody(world: World, refund: Refund) {
  const { amount, ...told } = refundNotice(world, refund)
  const { refund_status: status, mchid: _, ...rest } = told
  const create_time = timeText(refund.createdAt)
  return { ...rest, channel: 'ORIGINAL', create_time, status, amount: { ...amount, currency: 'CNY' } }
}

/** A refund as notifications tell it. */
export function refundNotice(world: World, refund: Refund) {
  const trade = findTrade(world, refund.outTradeNo)
  const total = trade?.totalFen ?? 0
  return {
    mchid: world.keys.mchid,
    transaction_id: trade?.transactionId ?? '',
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...(refund.finishedAt === null ? {} : { success_time: timeText(refund.finishedAt) }),
    user_received_account: '支付用户零钱',
    amount: { total, refund: refund.amountFen, payer_total: total, payer_refund: refund.amountFen },
  }
}
