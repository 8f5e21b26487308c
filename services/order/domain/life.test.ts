import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Fault } from '#kit/fault.ts'
import { cancel } from './cancel.ts'
import { grant } from './grant.ts'
import { type Move, move } from './move.ts'
import { nextStep } from './next-step.ts'
import { type Order, refundableFen } from './order.ts'
import { anOrder, windows } from './orders.fixture.ts'
import { payable, settle } from './payment.ts'
import { serve } from './serve.ts'
import { states } from './transitions.ts'

const keepsMoney = new Set(['PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED'])
const customer = { kind: 'customer', id: '7' } as const
const staff = { kind: 'employee', id: '3', shopId: '1', roles: ['staff'] } as const
const system = { kind: 'system', id: 'order' } as const
const attempt = { n: 1, id: 'a1', channel: 'WECHAT_H5', closed: false } as const
const payment = { attemptId: 'a1', amountFen: 4500, paidAt: 5000, late: false }

const pending = move(anOrder, 'stock held', { by: system, at: 2000 }, windows).after
const pendingWithAttempt: Order = { ...pending, attempt }
const occasion = (by: typeof customer | typeof staff | typeof system = system, at = 3000) => ({ by, at })

function moved(order: Order, paid = payment): Move {
  const settlement = settle(order, paid, occasion(), windows)
  assert.equal(settlement.do, 'move')
  return (settlement as { move: Move }).move
}

/** The order after staff have granted part of its money, as the store then reads it. */
function granted(order: Order, amountFen: number, at: number): Order {
  const made = grant(order, { lines: [], amountFen, reason: '洒了' }, { id: `g-${at}`, by: staff, at })
  const duty = { n: made.n, attemptId: order.winnerId, amountFen, cause: `GRANTED:${made.id}` } as const
  return { ...order, refunds: [...order.refunds, { ...duty, state: 'DUE' }], grants: [...order.grants, made] }
}

test('a placed order has fifteen minutes to be paid and is looked at again then', () => {
  const made = move(anOrder, 'stock held', { by: system, at: 2000 }, windows)
  assert.equal(made.after.payDeadline, 902_000)
  assert.equal(made.wakeAt, 902_000)
  assert.equal(made.event, 'OrderPlaced')
  assert.deepEqual(nextStep(made.after, 901_999, windows), { do: 'wait', until: 902_000 })
  assert.deepEqual(nextStep(made.after, 902_000, windows), { do: 'close unpaid' })
})

test('an unpaid order is cancelled only after the provider has closed its attempt', () => {
  const closing = move(pendingWithAttempt, 'pay window over', occasion(system, 902_000), windows).after
  assert.deepEqual(nextStep(closing, 902_000, windows), { do: 'close attempt' })
  const closed = { ...closing, attempt: { ...attempt, closed: true } }
  assert.deepEqual(nextStep(closed, 902_000, windows), { do: 'finish closing' })
  const cancelled = move(closed, 'provider closed', occasion(system, 902_001), windows).after
  assert.equal(cancelled.cancelReason, 'TIMEOUT')
  assert.deepEqual(nextStep(cancelled, 902_001, windows), { do: 'settle stock' })
  assert.equal(cancelled.disposition, 'RELEASE')
})

test('money that arrives while the timer closes the order wins', () => {
  const closing = move(pendingWithAttempt, 'pay window over', occasion(system, 902_000), windows).after
  const made = moved(closing)
  assert.equal(made.after.state, 'PAID')
  assert.equal(made.after.winnerId, 'a1')
  assert.equal(made.after.cancelReason, '')
})

test('a delivery completes by itself so long after it left, however early it was ordered', () => {
  const left = 50 * 3_600_000
  const delivering: Order = { ...pending, state: 'DELIVERING', updatedAt: left }
  const until = left + windows.deliveryMs
  assert.deepEqual(nextStep(delivering, until - 1, windows), { do: 'wait', until })
  assert.deepEqual(nextStep(delivering, until, windows), { do: 'complete delivery' })
  const made = move(delivering, 'complete', occasion(system, until), windows)
  assert.deepEqual([made.after.state, made.entry.by, made.entry.at], ['COMPLETED', 'system:order', until])
})

test('money that arrives after the customer cancelled goes back and no attempt stays open', () => {
  const closing = cancel(pendingWithAttempt, { by: customer, at: 3000, note: '' }, windows)?.after
  assert.ok(closing)
  const made = moved(closing)
  assert.equal(made.after.state, 'CANCELLED')
  assert.deepEqual(made.duty, { attemptId: 'a1', amountFen: 4500, cause: 'CANCELLED' })
  assert.equal(nextStep(made.after, 4000, windows).do, 'refund')
})

test('the same payment told twice changes nothing', () => {
  const paid = moved(pendingWithAttempt).after
  assert.deepEqual(settle(paid, payment, occasion(), windows), { do: 'nothing' })
})

test('a second payment of another attempt goes back as surplus', () => {
  const paid = moved(pendingWithAttempt).after
  const surplus = settle(paid, { ...payment, attemptId: 'a0' }, occasion(), windows)
  assert.deepEqual(surplus, { do: 'refund', duty: { attemptId: 'a0', amountFen: 4500, cause: 'SURPLUS' } })
})

test('a late payment wins a pending order, and the attempt that is open must then be closed', () => {
  const second: Order = { ...pending, attempt: { ...attempt, n: 2, id: 'a2' } }
  const made = moved(second, { ...payment, late: true })
  assert.equal(made.after.winnerId, 'a1')
  assert.deepEqual(nextStep(made.after, 4000, windows), { do: 'close attempt' })
  assert.equal(made.wakeAt, 3000)
})

test('accepting takes the stock for good; a later cancel gives money back and keeps the stock taken', () => {
  const accepted = serve(moved(pendingWithAttempt).after, 'accept', occasion(staff), windows)?.after
  assert.ok(accepted)
  assert.equal(accepted.disposition, 'COMMIT')
  const cancelled = cancel(accepted, { by: staff, at: 4000, note: '骑手不足' }, windows)
  assert.equal(cancelled?.after.disposition, 'COMMIT')
  assert.deepEqual(cancelled?.duty, { attemptId: 'a1', amountFen: 4500, cause: 'CANCELLED' })
  assert.equal(cancelled?.after.cancelReason, 'SHOP')
})

test('rejecting gives money and stock back', () => {
  const rejected = serve(
    moved(pendingWithAttempt).after,
    'reject',
    { ...occasion(staff), note: '已售完' },
    windows,
  )
  assert.equal(rejected?.after.disposition, 'RELEASE')
  assert.equal(rejected?.after.cancelReason, 'REJECTED')
  assert.ok(rejected?.duty)
})

test('pressing accept twice is one acceptance; another person is told who was faster', () => {
  const accepted = serve(moved(pendingWithAttempt).after, 'accept', occasion(staff), windows)?.after
  assert.ok(accepted)
  assert.equal(serve(accepted, 'accept', occasion(staff), windows), null)
  const other = { ...staff, id: '4' } as const
  assert.throws(
    () => serve(accepted, 'accept', { by: other, at: 5000 }, windows),
    (thrown) =>
      thrown instanceof Fault &&
      thrown.reason === 'ORDER_ALREADY_ACCEPTED' &&
      thrown.details.by === 'employee:3',
  )
})

test('a foreign order is answered exactly like an absent one', () => {
  const refusal = (found: Order | null, by: Parameters<typeof serve>[2]['by']) => {
    try {
      serve(found, 'accept', { by, at: 1 }, windows)
      return null
    } catch (thrown) {
      return { ...(thrown as Fault), message: (thrown as Fault).message }
    }
  }
  const absent = refusal(null, staff)
  assert.ok(absent)
  assert.deepEqual(refusal(anOrder, { ...staff, id: '9', shopId: '2' }), absent)
  assert.deepEqual(refusal(anOrder, customer), absent)
})

test('an order that is being placed cannot be cancelled or paid yet', () => {
  const busy = (work: () => unknown) =>
    assert.throws(work, (thrown) => thrown instanceof Fault && thrown.reason === 'ORDER_BUSY')
  busy(() => cancel(anOrder, { by: customer, at: 1, note: '' }, windows))
  busy(() => payable(anOrder, 1))
})

test('an order past its deadline, closing, paid or cancelled hands out no payment', () => {
  const reasonOf = (order: Order, now: number) => {
    try {
      payable(order, now)
      return ''
    } catch (thrown) {
      return (thrown as Fault).reason
    }
  }
  assert.equal(reasonOf(pending, 901_999), '')
  assert.equal(reasonOf(pending, 902_000), 'PAY_EXPIRED')
  assert.equal(reasonOf({ ...pending, state: 'CLOSING' }, 3000), 'PAY_EXPIRED')
  assert.equal(reasonOf(moved(pendingWithAttempt).after, 3000), 'ALREADY_PAID')
  assert.equal(reasonOf({ ...pending, state: 'CANCELLED' }, 3000), 'MOVE_ILLEGAL')
})

test('whatever comes in whatever order, money is kept by a live order or owed back, exactly once', () => {
  const act = fc.constantFrom(
    'pay',
    'pay again',
    'timeout',
    'customer',
    'shop',
    'accept',
    'reject',
    'dispatch',
    'complete',
    'closed',
    'grant',
    'grant all',
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      let order: Order = pendingWithAttempt
      let received = 0
      let given = 0
      for (const [position, one] of acts.entries()) {
        const at = 3000 + position
        const take = (made: Move | null) => {
          order = made?.after ?? order
        }
        try {
          if (one === 'pay' || one === 'pay again') {
            received = 4500
            const settlement = settle(order, payment, { by: system, at }, windows)
            if (settlement.do === 'move') take(settlement.move)
            if (settlement.do === 'refund')
              order = { ...order, refunds: [...order.refunds, { ...settlement.duty, n: 1, state: 'DUE' }] }
          } else if (one === 'grant' || one === 'grant all') {
            const wanted = one === 'grant' ? 1500 : refundableFen(order)
            order = granted(order, wanted, at)
            given += wanted
          } else if (one === 'timeout') take(move(order, 'pay window over', { by: system, at }, windows))
          else if (one === 'closed') take(move(order, 'provider closed', { by: system, at }, windows))
          else if (one === 'customer') take(cancel(order, { by: customer, at, note: '' }, windows))
          else if (one === 'shop') take(cancel(order, { by: staff, at, note: '' }, windows))
          else take(serve(order, one, { by: staff, at, note: '' }, windows))
        } catch (thrown) {
          if (!(thrown instanceof Fault)) throw thrown
        }
        const owed = order.refunds.reduce((sum, refund) => sum + refund.amountFen, 0)
        const kept = keepsMoney.has(order.state) ? received - given : 0
        assert.equal(kept + owed, received, `${one} left ${order.state} keeping ${kept} and owing ${owed}`)
        assert.ok(states.includes(order.state))
      }
    }),
    { numRuns: 2000 },
  )
})
