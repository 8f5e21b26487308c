import type { Notification } from './books.ts'
import type { KeyName, PlatformKey } from './keys.ts'
import { tradeBody } from './pay-api.ts'
import { refundNotice } from './refund-api.ts'
import { findRefund } from './refunds.ts'
import type { Tamper } from './switches.ts'
import { findTrade } from './trades.ts'
import { hexOf, platformHeaders, seal, timeText } from './wire.ts'
import type { World } from './world.ts'

/** A notification as it goes over the wire. */
export interface Notice {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const staleMs = 301_000

/** Writes and signs a notification, with what the switch `tamper` wants wrong. */
export function noticeOf(world: World, notification: Notification): Notice {
  const { tamper } = world.switches
  const isRefund = notification.eventType.startsWith('REFUND')
  const fact = JSON.stringify(
    wrongFact(isRefund ? refundFact(world, notification.ref) : tradeFact(world, notification.ref), tamper),
  )
  const aad = isRefund ? 'refund' : 'transaction'
  const sealed = seal(world.keys, fact, aad, world.random)
  const resource = {
    original_type: aad,
    ...sealed,
    ...(tamper === 'aad' ? { associated_data: 'another' } : {}),
  }
  const body = JSON.stringify({
    id: notification.id,
    create_time: timeText(notification.createdAt),
    event_type: notification.eventType,
    summary: isRefund ? '退款通知' : '支付成功',
    resource_type: 'encrypt-resource',
    resource,
  })
  const now = tamper === 'timestamp' ? world.clock.now() - staleMs : world.clock.now()
  const headers = platformHeaders(signingKey(world), body, { now, random: world.random })
  const sent = tamper === 'body' ? body.replace('EV-', 'EX-') : body
  return {
    headers: { 'Content-Type': 'application/json', ...headers, ...wrongProof(world, headers, tamper) },
    body: sent,
  }
}

export function signingKey(world: World): PlatformKey {
  return keyNamed(world, world.switches.signWith)
}

export function keyNamed(world: World, name: KeyName): PlatformKey {
  const key = world.keys.platform.find((candidate) => candidate.name === name)
  if (!key) throw new Error(`no platform key is called ${name}`)
  return key
}

type Fact = Readonly<Record<string, unknown>>

function tradeFact(world: World, outTradeNo: string): Fact {
  const trade = findTrade(world, outTradeNo)
  if (!trade) throw new Error('a notification tells of a trade that is not there')
  return tradeBody(world, { ...trade, state: 'SUCCESS' })
}

function refundFact(world: World, outRefundNo: string): Fact {
  const refund = findRefund(world, outRefundNo)
  if (!refund) throw new Error('a notification tells of a refund that is not there')
  return refundNotice(world, refund)
}

function wrongFact(fact: Fact, tamper: Tamper): Fact {
  const amount = fact.amount as Readonly<Record<string, number | string>>
  switch (tamper) {
    case 'amount':
      return {
        ...fact,
        amount: { ...amount, total: Number(amount.total) + 1, refund: Number(amount.refund ?? 0) + 1 },
      }
    case 'currency':
      return { ...fact, amount: { ...amount, currency: 'USD' } }
    case 'mchid':
      return { ...fact, mchid: '1600000000' }
    case 'appid':
      return { ...fact, appid: 'wx0000000000000000' }
    case 'payer':
      return { ...fact, payer: { openid: 'oSomebodyElse' } }
    case 'trade':
      return { ...fact, out_trade_no: '0'.repeat(32) }
    default:
      return fact
  }
}

function wrongProof(
  world: World,
  headers: Readonly<Record<string, string>>,
  tamper: Tamper,
): Record<string, string> {
  const signature = Buffer.from(headers['Wechatpay-Signature'] ?? '', 'base64')
  switch (tamper) {
    case 'signature':
      signature[0] = (signature[0] ?? 0) ^ 1
      return { 'Wechatpay-Signature': signature.toString('base64') }
    case 'signtest':
      return { 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${signature.toString('base64')}` }
    case 'serial':
      return { 'Wechatpay-Serial': hexOf(world.random, 20).toUpperCase() }
    case 'nonce':
      return { 'Wechatpay-Nonce': hexOf(world.random, 16) }
    default:
      return {}
  }
}
