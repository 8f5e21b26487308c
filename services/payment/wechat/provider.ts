import { rfc3339 } from '#kit/http/instants.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { PaymentConfig } from '../config.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { Refund, RefundAnswer } from '../domain/refund.ts'
import type { Opened, PaymentParameters, PaymentProvider, Trade } from '../ports.ts'
import { createWechatApi, expected, refused, unavailable, type WechatApi } from './api.ts'
import { readBill } from './bill.ts'
import { paymentOf, refundOf } from './facts.ts'
import { h5Answer, jsapiAnswer, refundAnswer, type Transaction, transaction } from './messages.ts'
import { readNotification } from './notification.ts'
import { createSigning, type Signing } from './signing.ts'

/** WeChat Pay v3 for JSAPI and H5. */
export function createWechatProvider(
  around: Pick<Surroundings, 'egress' | 'clock' | 'random' | 'log'>,
  config: PaymentConfig,
): PaymentProvider {
  const signing = createSigning(config, around.clock, around.random)
  const api = createWechatApi(around, config, signing)
  const byNumber = (attemptId: string) => `/v3/pay/transactions/out-trade-no/${attemptId}`

  return {
    open: (attempt) => open(api, config, attempt),
    parameters: (attempt) => parametersOf(signing, attempt),

    async query(attemptId) {
      const answer = await api.call('GET', `${byNumber(attemptId)}?mchid=${config.mchid}`)
      if (answer.kind === 'refused' && answer.code === 'ORDERNOTEXIST') return { kind: 'missing' }
      return tradeOf(expected(transaction, answer))
    },

    async close(attemptId) {
      const answer = await api.call('POST', `${byNumber(attemptId)}/close`, { mchid: config.mchid })
      if (answer.kind === 'done' || answer.code === 'ORDERCLOSED') return 'closed'
      if (answer.code === 'ORDERPAID') return 'paid'
      if (answer.code === 'ORDERNOTEXIST') return 'missing'
      throw refused(answer.code)
    },

    refund: (refund, attempt) => requestRefund(api, config, refund, attempt),

    async queryRefund(refundId) {
      const answer = await api.call('GET', `/v3/refund/domestic/refunds/${refundId}`)
      if (answer.kind === 'refused' && answer.code === 'RESOURCENOTEXISTS') return null
      const facts = expected(refundAnswer, answer)
      return refundOf(facts, facts.status)
    },

    readNotification: (headers, body) =>
      readNotification(api.keys, config, { headers, body, now: around.clock.now() }),
    bill: (day) => readBill(api, day),
  }
}

async function open(api: WechatApi, config: PaymentConfig, attempt: Attempt): Promise<Opened> {
  const content = {
    appid: config.appid,
    mchid: config.mchid,
    description: attempt.description,
    out_trade_no: attempt.id,
    time_expire: rfc3339(Math.ceil(attempt.expiresAt / 1000) * 1000).replace('.000', ''),
    notify_url: config.notifyUrl,
    amount: { total: attempt.amountFen, currency: 'CNY' },
  }
  const isJsapi = attempt.channel === 'WECHAT_JSAPI'
  const scene = { payer_client_ip: attempt.clientIp || '127.0.0.1', h5_info: { type: 'Wap' } }
  const answer = isJsapi
    ? await api.call('POST', '/v3/pay/transactions/jsapi', { ...content, payer: { openid: attempt.openid } })
    : await api.call('POST', '/v3/pay/transactions/h5', { ...content, scene_info: scene })
  if (answer.kind === 'refused' && answer.code === 'ORDERPAID') return { kind: 'paid' }
  if (answer.kind === 'refused' && answer.code === 'ORDERCLOSED') return { kind: 'closed' }
  const prepayRef = isJsapi ? expected(jsapiAnswer, answer).prepay_id : expected(h5Answer, answer).h5_url
  return { kind: 'prepaid', prepayRef }
}

function parametersOf(signing: Signing, { channel, prepayRef }: Attempt): PaymentParameters {
  if (channel === 'WECHAT_JSAPI') return signing.jsapiParameters(prepayRef)
  return { appId: '', timeStamp: '', nonceStr: '', package: '', signType: '', paySign: '', h5Url: prepayRef }
}

async function requestRefund(
  api: WechatApi,
  config: PaymentConfig,
  refund: Refund,
  attempt: Attempt,
): Promise<RefundAnswer> {
  const answer = await api.call('POST', '/v3/refund/domestic/refunds', {
    out_trade_no: attempt.id,
    out_refund_no: refund.id,
    reason: refund.reason,
    notify_url: config.notifyUrl,
    amount: { refund: refund.amountFen, total: attempt.amountFen, currency: 'CNY' },
  })
  // The shop's account is empty at the moment: the refund waits until there is money in it.
  if (answer.kind === 'refused' && answer.code === 'NOTENOUGH') {
    throw unavailable('the balance at the provider is too low', false)
  }
  const facts = expected(refundAnswer, answer)
  return refundOf(facts, facts.status)
}

function tradeOf(told: Transaction): Trade {
  switch (told.trade_state) {
    case 'SUCCESS':
    case 'REFUND':
      return { kind: 'paid', payment: paymentOf(told) }
    case 'CLOSED':
    case 'REVOKED':
      return { kind: 'closed' }
    default:
      return { kind: 'open' }
  }
}
