import type { Trade } from './books.ts'
import { hexOf, Refusal } from './wire.ts'
import type { World } from './world.ts'

export interface NewTrade {
  readonly outTradeNo: string
  readonly tradeType: Trade['tradeType']
  readonly content: string
  readonly description: string
  readonly totalFen: number
  readonly openid: string
  readonly notifyUrl: string
  readonly expiresAt: number
}

/** The trade of this number: the same content gets the same trade, other content is refused. */
export function makeTrade(world: World, wanted: NewTrade): Trade {
  return world.books.commit(() => {
    const now = world.clock.now()
    const known = findTrade(world, wanted.outTradeNo)
    if (known?.state === 'SUCCESS' || known?.state === 'REFUND')
      throw new Refusal(400, 'ORDERPAID', '该订单已支付')
    if (known?.state === 'CLOSED') throw new Refusal(400, 'ORDERCLOSED', '该订单已关闭')
    if (known && known.content !== wanted.content) {
      throw new Refusal(403, 'OUTTRADENO_USED', '商户订单号重复，且内容与首次请求不一致')
    }
    if (known) return known
    if (wanted.expiresAt <= now) throw new Refusal(400, 'PARAM_ERROR', 'time_expire时间过早')
    const prepayId = `wx${hexOf(world.random, 17)}`
    const trade: Trade = {
      ...wanted,
      prepayId,
      transactionId: null,
      state: 'NOTPAY',
      paidAt: null,
      createdAt: now,
    }
    world.books.insert('trade', trade)
    return trade
  })
}

/** As it is now: an unpaid trade past its time is closed. */
export function findTrade(world: World, outTradeNo: string): Trade | undefined {
  expire(world)
  return world.books.one<Trade>('SELECT * FROM trade WHERE outTradeNo = ?', outTradeNo)
}

export function findTradeByPrepay(world: World, prepayId: string): Trade | undefined {
  expire(world)
  return world.books.one<Trade>('SELECT * FROM trade WHERE prepayId = ?', prepayId)
}

export function findTradeByTransaction(world: World, transactionId: string): Trade | undefined {
  return world.books.one<Trade>('SELECT * FROM trade WHERE transactionId = ?', transactionId)
}

/** The customer's money is taken, once, with a notification to the merchant. */
export function payTrade(world: World, prepayId: string): Trade {
  const paid = world.books.commit(() => {
    const now = world.clock.now()
    const trade = findTradeByPrepay(world, prepayId)
    if (!trade) throw new Refusal(404, 'ORDERNOTEXIST', '订单不存在')
    if (trade.state === 'SUCCESS' || trade.state === 'REFUND')
      throw new Refusal(400, 'ORDERPAID', '该订单已支付')
    if (trade.state === 'CLOSED' && !world.switches.payAfterClose) {
      throw new Refusal(400, 'ORDERCLOSED', '该订单已关闭或已过期')
    }
    const transactionId = `4200${Array.from({ length: 24 }, () => world.random.below(10)).join('')}`
    const openid = trade.openid || `oH5${hexOf(world.random, 12)}`
    world.books.run(
      `UPDATE trade SET state = 'SUCCESS', transactionId = ?, openid = ?, paidAt = ? WHERE prepayId = ?`,
      transactionId,
      openid,
      now,
      prepayId,
    )
    notify(world, 'TRANSACTION.SUCCESS', trade.outTradeNo, trade.notifyUrl)
    return { ...trade, state: 'SUCCESS' as const, transactionId, openid, paidAt: now }
  })
  world.wake()
  return paid
}

/** Closed for good: it can never be paid again. */
export function closeTrade(world: World, outTradeNo: string): void {
  world.books.commit(() => {
    const trade = findTrade(world, outTradeNo)
    if (!trade) throw new Refusal(404, 'ORDERNOTEXIST', '订单不存在')
    if (trade.state === 'SUCCESS' || trade.state === 'REFUND')
      throw new Refusal(400, 'ORDERPAID', '该订单已支付')
    world.books.run(`UPDATE trade SET state = 'CLOSED' WHERE outTradeNo = ? AND state = 'NOTPAY'`, outTradeNo)
  })
}

/** Writes down what the merchant must be told; belongs in the transaction of the fact. */
export function notify(world: World, eventType: string, ref: string, url: string): void {
  const now = world.clock.now()
  const heldMs = world.switches.reorderNotifications ? world.random.below(1000) : 0
  const nextAt = now + world.switches.delayNotificationsMs + heldMs
  const id = `EV-${hexOf(world.random, 16)}`
  world.books.insert('notification', { id, eventType, ref, url, createdAt: now, nextAt, sent: 0 })
}

function expire(world: World): void {
  const sql = `UPDATE trade SET state = 'CLOSED' WHERE state = 'NOTPAY' AND expiresAt <= ?`
  world.books.run(sql, world.clock.now())
}
