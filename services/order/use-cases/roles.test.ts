import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import { dispatchedOrder, paidOrder } from '../life.fixture.ts'
import { claimMessage, orderMessage, refundsMessage } from '../messages.ts'
import { cook, customer, manager, openShop, staff } from '../shop.fixture.ts'
import { acceptOrder } from './accept-order.ts'
import { approveClaim } from './approve-claim.ts'
import { cancelOrder } from './cancel-order.ts'
import { completeOrder } from './complete-order.ts'
import { dispatchOrder } from './dispatch-order.ts'
import { listRefunds } from './list-refunds.ts'
import { openClaim } from './open-claim.ts'
import { refundOrder } from './refund-order.ts'
import { refuseClaim } from './refuse-claim.ts'
import { rejectOrder } from './reject-order.ts'
import { retryRefund } from './retry-refund.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const inRole = (role: string) => ({ ...staff, roles: [role] })
const forbidden = { kind: 'forbidden', reason: 'ROLE_MISSING' }

test('who does not serve customers neither rejects nor cancels, which gives all the money back', async () => {
  const { id } = await paidOrder(shop)
  for (const by of [cook, inRole('finance'), inRole('')]) {
    await assert.rejects(rejectOrder(shop.needs, id, '', by), forbidden)
    await assert.rejects(cancelOrder(shop.needs, id, '', by), forbidden)
  }
  assert.deepEqual((await listRefunds(shop.needs, id, customer)).refunds, [])
})

test('the kitchen takes an order on, sends it out and completes it, and cancels it at no time', async () => {
  const { id } = await paidOrder(shop)
  for (const makes of [acceptOrder, dispatchOrder, completeOrder]) {
    await makes(shop.needs, id, cook)
    await assert.rejects(cancelOrder(shop.needs, id, '', cook), forbidden)
  }
})

test('whoever serves customers rejects and cancels', async () => {
  for (const role of ['cashier', 'staff', 'manager']) {
    const paid = await paidOrder(shop)
    assert.equal((await rejectOrder(shop.needs, paid.id, '', inRole(role))).state, 'CANCELLED')
    const dispatched = await dispatchedOrder(shop)
    assert.equal((await cancelOrder(shop.needs, dispatched.id, '', inRole(role))).state, 'CANCELLED')
  }
})

test('how much goes back is decided by managers and finance only', async () => {
  const { id } = await dispatchedOrder(shop)
  const wish = { orderId: id, lines: [], amountFen: 100, reason: '少了一份', idempotencyKey: 'r-1' }
  const asked = { orderId: id, reason: '洒了', lines: [], amountFen: 0, imageIds: [], idempotencyKey: 'c-1' }
  const { claim } = await openClaim(shop.needs, asked, customer)
  const settling = { claimId: claim.id, amountFen: 0, answer: '' }
  for (const by of [cook, staff, inRole('cashier'), customer] as const) {
    const refused = by.kind === 'customer' ? Fault : forbidden
    await assert.rejects(refundOrder(shop.needs, wish, by), refused)
    await assert.rejects(retryRefund(shop.needs, id, 1, by), refused)
    await assert.rejects(approveClaim(shop.needs, settling, by), refused)
    await assert.rejects(refuseClaim(shop.needs, claim.id, '不行', by), refused)
  }
  assert.equal((await refundOrder(shop.needs, wish, inRole('finance'))).refund.duty.amountFen, 100)
  assert.equal((await refuseClaim(shop.needs, claim.id, '不行', manager)).state, 'REFUSED')
})

/** All numbers that are amounts, wherever they stand. */
const amountsIn = (told: object) =>
  [...JSON.stringify(told).matchAll(/"\w+Fen":(\d+)/g)].map(([, fen]) => Number(fen))

test('the kitchen is told no amount of orders, refunds and claims, and of a phone only a part', async () => {
  const order = await dispatchedOrder(shop, 3)
  const wish = { orderId: order.id, lines: [], amountFen: 100, reason: '少了一份', idempotencyKey: 'r-1' }
  await refundOrder(shop.needs, wish, manager)
  const asked = { ...wish, amountFen: 200, imageIds: [], idempotencyKey: 'c-1' }
  const { claim } = await openClaim(shop.needs, asked, customer)
  const back = await listRefunds(shop.needs, order.id, cook)
  for (const by of [customer, staff, inRole('cashier'), inRole('finance'), manager]) {
    const told = [orderMessage(order, by), refundsMessage(back, by), claimMessage(claim, by)]
    assert.ok(told.every((each) => Math.max(...amountsIn(each)) > 0 && !('moneyHidden' in each)))
    assert.equal(orderMessage(order, by).address.phone, '13800000001')
  }
  for (const by of [cook, inRole('')]) {
    const told = [orderMessage(order, by), refundsMessage(back, by), claimMessage(claim, by)]
    assert.ok(told.every((each) => amountsIn(each).every((fen) => fen === 0)))
    assert.ok(told.every((each) => 'moneyHidden' in each && each.moneyHidden))
    assert.equal(orderMessage(order, by).address.phone, '138****0001')
  }
})
