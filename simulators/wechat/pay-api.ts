import { z } from 'zod'
import type { Trade } from './books.ts'
import { json, type Route } from './http.ts'
import { closeTrade, findTrade, findTradeByTransaction, makeTrade, payTrade } from './trades.ts'
import { Refusal, timeText } from './wire.ts'
import type { World } from './world.ts'

const text = (max: number) => z.string().min(1).max(max)

const order = z.object({
  appid: text(32),
  mchid: text(32),
  description: text(127),
  out_trade_no: z.string().regex(/^[\w*|-]{6,32}$/),
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  notify_url: z.url().max(255),
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY').default('CNY') }),
})
const jsapiOrder = order.extend({ payer: z.object({ openid: text(128) }) })
const h5Order = order.extend({
  scene_info: z.object({ payer_client_ip: text(45), h5_info: z.object({ type: text(32) }) }),
})

const twoHoursMs = 7_200_000

/** Orders: making, asking, closing. */
export function payRoutes(world: World): readonly Route[] {
  const query = (trade: Trade | undefined) => {
    if (!trade) throw new Refusal(404, 'ORDERNOTEXIST', '订单不存在')
    return json(200, tradeBody(world, trade))
  }
  return [
    {
      method: 'POST',
      path: '/v3/pay/transactions/jsapi',
      handle: (request) => json(200, { prepay_id: makeInApp(world, request.body).prepayId }),
    },
    {
      method: 'POST',
      path: '/v3/pay/transactions/h5',
      handle: (request) => {
        const trade = make(world, parse(h5Order, request.body), 'MWEB', '')
        return json(200, { h5_url: `${world.address}/cashier/${trade.prepayId}` })
      },
    },
    {
      method: 'GET',
      path: '/v3/pay/transactions/out-trade-no/:name',
      handle: (request, outTradeNo) => {
        requireMerchant(world, request.url.searchParams.get('mchid'))
        return query(findTrade(world, outTradeNo))
      },
    },
    {
      method: 'GET',
      path: '/v3/pay/transactions/id/:name',
      handle: (request, transactionId) => {
        requireMerchant(world, request.url.searchParams.get('mchid'))
        return query(findTradeByTransaction(world, transactionId))
      },
    },
    {
      method: 'POST',
      path: '/v3/pay/transactions/out-trade-no/:name/close',
      handle: (request, outTradeNo) => {
        requireMerchant(world, parse(z.object({ mchid: z.string() }), request.body).mchid)
        closeTrade(world, outTradeNo)
        return { status: 204, body: '' }
      },
    },
  ]
}

function makeInApp(world: World, body: string): Trade {
  const wanted = parse(jsapiOrder, body)
  const trade = make(world, wanted, 'JSAPI', wanted.payer.openid)
  return world.appPays ? payTrade(world, trade.prepayId) : trade
}

function make(
  world: World,
  wanted: z.infer<typeof order>,
  tradeType: Trade['tradeType'],
  openid: string,
): Trade {
  requireMerchant(world, wanted.mchid)
  if (wanted.appid !== world.keys.appid) throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配')
  const { out_trade_no: outTradeNo, description, notify_url: notifyUrl } = wanted
  const expiresAt = wanted.time_expire ? Date.parse(wanted.time_expire) : world.clock.now() + twoHoursMs
  return makeTrade(world, {
    outTradeNo,
    tradeType,
    content: JSON.stringify([tradeType, wanted]),
    description,
    totalFen: wanted.amount.total,
    openid,
    notifyUrl,
    expiresAt,
  })
}

const stateWords = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  REFUND: '订单发生过退款',
}

/** A trade as queries and notifications tell it. */
export function tradeBody(world: World, trade: Trade) {
  const { mchid, appid } = world.keys
  const named = { mchid, appid, out_trade_no: trade.outTradeNo, trade_state: trade.state }
  const told = { ...named, trade_state_desc: stateWords[trade.state] }
  if (trade.paidAt === null) return told
  return {
    ...told,
    transaction_id: trade.transactionId ?? '',
    trade_type: trade.tradeType,
    bank_type: 'OTHERS',
    attach: '',
    success_time: timeText(trade.paidAt),
    payer: { openid: trade.openid },
    amount: { total: trade.totalFen, payer_total: trade.totalFen, currency: 'CNY', payer_currency: 'CNY' },
  }
}

function requireMerchant(world: World, mchid: string | null): void {
  if (mchid !== world.keys.mchid) throw new Refusal(400, 'MCH_NOT_EXISTS', '商户号不存在')
}

/** The body as the schema wants it, or the provider's PARAM_ERROR. */
export function parse<T>(schema: z.ZodType<T>, body: string): T {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new Refusal(400, 'PARAM_ERROR', '请求体不是合法的JSON')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Refusal(400, 'PARAM_ERROR', `参数错误: ${parsed.error.issues[0]?.path.join('.') ?? ''}`)
}
