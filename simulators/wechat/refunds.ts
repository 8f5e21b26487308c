import type { Refund } from './books.ts'
import { findTrade, findTradeByTransaction, notify } from './trades.ts'
import { hexOf, Refusal } from './wire.ts'
import type { World } from './world.ts'

export interface NewRefund {
  readonly outRefundNo: string
  readonly outTradeNo?: string
  readonly transactionId?: string
  readonly refundFen: number
  readonly totalFen: number
  readonly notifyUrl: string
}

/** The refund of this number: asked again it is the same one; more than was paid is refused. */
export function makeRefund(world: World, wanted: NewRefund): Refund {
  const refund = world.books.commit(() => {
    const byNumber = wanted.outTradeNo ? findTrade(world, wanted.outTradeNo) : undefined
    const trade = byNumber ?? findTradeByTransaction(world, wanted.transactionId ?? '')
    if (!trade || trade.paidAt === null) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '订单号不存在')
    const known = findRefund(world, wanted.outRefundNo)
    if (known && (known.outTradeNo !== trade.outTradeNo || known.amountFen !== wanted.refundFen)) {
      throw new Refusal(400, 'INVALID_REQUEST', '商户退款单号重复，且内容与首次请求不一致')
    }
    if (known) return known
    if (world.switches.balanceShort) throw new Refusal(403, 'NOTENOUGH', '商户余额不足')
    if (wanted.totalFen !== trade.totalFen) throw new Refusal(400, 'INVALID_REQUEST', '订单金额不一致')
    const row = world.books.one<{ fen: number }>(
      `SELECT COALESCE(SUM(amountFen), 0) AS fen FROM refund
       WHERE outTradeNo = ? AND status IN ('PROCESSING', 'SUCCESS')`,
      trade.outTradeNo,
    )
    const room = trade.totalFen - (row?.fen ?? 0)
    if (wanted.refundFen > room) throw new Refusal(400, 'INVALID_REQUEST', '退款金额超过可退金额')
    const now = world.clock.now()
    const made: Refund = {
      outRefundNo: wanted.outRefundNo,
      refundId: `5030${hexOf(world.random, 12)}`,
      outTradeNo: trade.outTradeNo,
      amountFen: wanted.refundFen,
      notifyUrl: wanted.notifyUrl,
      status: 'PROCESSING',
      outcome: world.switches.refundOutcome,
      dueAt: now + world.switches.refundAfterMs,
      finishedAt: null,
      createdAt: now,
    }
    world.books.insert('refund', made)
    return finishRefunds(world).find((done) => done.outRefundNo === made.outRefundNo) ?? made
  })
  world.wake()
  return refund
}

export function findRefund(world: World, outRefundNo: string): Refund | undefined {
  return world.books.one<Refund>('SELECT * FROM refund WHERE outRefundNo = ?', outRefundNo)
}

/** Finishes what is due, with a notification each; belongs in a transaction. */
export function finishRefunds(world: World): readonly Refund[] {
  const now = world.clock.now()
  const due = world.books.all<Refund>(`SELECT * FROM refund WHERE status = 'PROCESSING' AND dueAt <= ?`, now)
  return due.map((refund) => {
    const done = { ...refund, status: refund.outcome, finishedAt: refund.dueAt }
    world.books.run(
      'UPDATE refund SET status = ?, finishedAt = ? WHERE outRefundNo = ?',
      done.status,
      done.finishedAt,
      done.outRefundNo,
    )
    if (done.status === 'SUCCESS') {
      world.books.run(`UPDATE trade SET state = 'REFUND' WHERE outTradeNo = ?`, done.outTradeNo)
    }
    if (done.notifyUrl) notify(world, `REFUND.${done.status}`, done.outRefundNo, done.notifyUrl)
    return done
  })
}

/** What a merchant does by hand about refunds that could not arrive: the money goes another way. */
export function bringRefunds(world: World): readonly Refund[] {
  return world.books.commit(() => {
    const finishedAt = world.clock.now()
    return world.books.all<Refund>("SELECT * FROM refund WHERE status = 'ABNORMAL'").map((refund) => {
      const { outRefundNo, outTradeNo } = refund
      const brought = "UPDATE refund SET status = 'SUCCESS', finishedAt = ? WHERE outRefundNo = ?"
      world.books.run(brought, finishedAt, outRefundNo)
      world.books.run("UPDATE trade SET state = 'REFUND' WHERE outTradeNo = ?", outTradeNo)
      return { ...refund, status: 'SUCCESS', finishedAt }
    })
  })
}
