import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { Person } from '../domain/person.ts'
import { completedOrder, dispatchedOrder, paidOrder } from '../life.fixture.ts'
import { customer, manager, openShop, staff, stranger } from '../shop.fixture.ts'
import { approveClaim } from './approve-claim.ts'
import { cancelOrder } from './cancel-order.ts'
import { getOrder } from './get-order.ts'
import { listOrderClaims } from './list-order-claims.ts'
import { listShopClaims } from './list-shop-claims.ts'
import { type OrderClaim, openClaim } from './open-claim.ts'
import { refundOrder } from './refund-order.ts'
import { refuseClaim } from './refuse-claim.ts'
import { withdrawClaim } from './withdraw-claim.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const other = { ...manager, id: '4' }
const open = (orderId: string, changes: Partial<OrderClaim> = {}, by: Person = customer) => {
  const wish = {
    orderId,
    reason: '米饭洒了',
    lines: [],
    amountFen: 0,
    imageIds: ['i1'],
    idempotencyKey: 'c-1',
  }
  return openClaim(shop.needs, { ...wish, ...changes }, by)
}
const approve = (claimId: string, amountFen = 0, by: Person = manager) =>
  approveClaim(shop.needs, { claimId, amountFen, answer: '抱歉' }, by)
const find = (orderId: string) => getOrder(shop.needs, orderId, customer)

test('a claim asks for its lines, for an amount or for all there is', async () => {
  const { id, lines } = await completedOrder(shop, 3)
  const pieces = [{ lineId: lines[0]?.id ?? '', quantity: 2 }]
  const wishes = [
    [{ lines: pieces }, 400],
    [{ lines: pieces, amountFen: 150 }, 150],
    [{ amountFen: 300 }, 300],
    [{}, 1500],
  ] as const
  for (const [wish, askedFen] of wishes) {
    const { claim } = await open(id, { ...wish, idempotencyKey: `c-${askedFen}` })
    assert.deepEqual([claim.state, claim.askedFen, claim.imageIds], ['OPEN', askedFen, ['i1']])
    await withdrawClaim(shop.needs, claim.id, customer)
  }
  const told = await listOrderClaims(shop.needs, id, customer)
  assert.deepEqual(
    told.map((claim) => claim.askedFen),
    [400, 150, 300, 1500],
  )
})

test('what is asked or given for lines is at most what they cost', async () => {
  const { id, lines } = await completedOrder(shop, 3)
  const pieces = [{ lineId: lines[0]?.id ?? '', quantity: 2 }]
  const tooMuch = { reason: 'REFUND_EXCEEDS', details: { refundableFen: '400' } }
  await assert.rejects(open(id, { lines: pieces, amountFen: 401 }), tooMuch)
  const { claim } = await open(id, { lines: pieces, amountFen: 150 })
  await assert.rejects(approve(claim.id, 401), tooMuch)
  assert.equal((await approve(claim.id, 400)).grantedFen, 400)
})

test('an order has one open claim whoever asks, and the same key is the same claim', async () => {
  const { id } = await dispatchedOrder(shop)
  const asked = Array.from({ length: 10 }, (_, i) => open(id, { idempotencyKey: `c-${i % 5}` }))
  const answers = await Promise.allSettled(asked)
  const opened = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.claim.id] : []))
  assert.deepEqual([new Set(opened).size, opened.length], [1, 2])
  assert.equal((await listShopClaims(shop.needs, '1', pageOf(['OPEN']), staff)).items.length, 1)
})

test('an approval is a refund of what was asked, and claim and refund name each other', async () => {
  const { id, lines } = await completedOrder(shop, 3)
  const { claim } = await open(id, { lines: [{ lineId: lines[0]?.id ?? '', quantity: 3 }] })
  const approved = await approve(claim.id)
  assert.deepEqual([approved.state, approved.grantedFen, approved.refundN], ['APPROVED', 600, 1])
  assert.deepEqual((await approve(claim.id)).settledAt, approved.settledAt)
  const { grants, refunds } = await find(id)
  assert.deepEqual([grants[0]?.claimId, grants[0]?.reason], [claim.id, '米饭洒了'])
  assert.deepEqual(
    refunds.map(({ amountFen }) => amountFen),
    [600],
  )
  assert.deepEqual((await shop.eventTypes()).slice(-3), ['ClaimOpened', 'RefundGranted', 'ClaimApproved'])
  await assert.rejects(open(id, { lines: claim.lines, idempotencyKey: 'c-2' }), { reason: 'LINE_REFUNDED' })
})

test('the shop may grant another amount, but not more than is left', async () => {
  const { id } = await completedOrder(shop)
  const { claim } = await open(id, { amountFen: 300 })
  await assert.rejects(approve(claim.id, 901), { reason: 'REFUND_EXCEEDS' })
  const wish = { orderId: id, lines: [], amountFen: 800, reason: '赔', idempotencyKey: 'r-1' }
  await refundOrder(shop.needs, wish, manager)
  await assert.rejects(approve(claim.id), { reason: 'REFUND_EXCEEDS' })
  assert.equal((await listOrderClaims(shop.needs, id, customer))[0]?.state, 'OPEN')
  assert.equal((await approve(claim.id, 100)).grantedFen, 100)
})

test('approve, withdraw, refuse and approve at once: one is true and the others are told', async () => {
  for (let round = 0; round < 5; round++) {
    const { id } = await completedOrder(shop)
    const { claim } = await open(id, { idempotencyKey: `c-${round}` })
    const acts = [
      () => approve(claim.id),
      () => withdrawClaim(shop.needs, claim.id, customer),
      () => approve(claim.id, 100, other),
      () => refuseClaim(shop.needs, claim.id, '已核实', other),
    ]
    const turned = [...acts.slice(round % 4), ...acts.slice(0, round % 4)]
    const answers = await Promise.allSettled(turned.map((act) => act()))
    const settled = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    assert.equal(settled.length, 1)
    for (const answer of answers)
      if (answer.status === 'rejected')
        assert.deepEqual(
          [answer.reason.reason, answer.reason.details.state],
          ['CLAIM_SETTLED', settled[0]?.state],
        )
    const { refunds } = await find(id)
    const owedFen = refunds.reduce((sum, { amountFen }) => sum + amountFen, 0)
    assert.equal(owedFen, settled[0]?.grantedFen)
  }
})

test('a claim comes neither too early nor too late, nor from others, nor without words', async () => {
  const paid = await paidOrder(shop)
  await assert.rejects(open(paid.id), { reason: 'MOVE_ILLEGAL' })
  const { id } = await completedOrder(shop)
  await assert.rejects(open(id, {}, stranger), { reason: 'ORDER_MISSING' })
  await assert.rejects(open(id, { reason: '' }), { reason: 'CLAIM_INVALID' })
  await assert.rejects(open(id, { imageIds: ['a,b'] }), { reason: 'CLAIM_INVALID' })
  await assert.rejects(open(id, { imageIds: ['i1', 'unknown'] }), { reason: 'CLAIM_INVALID' })
  await assert.rejects(open(id, { amountFen: 901 }), { reason: 'REFUND_EXCEEDS' })
  await assert.rejects(openClaim(shop.needs, { ...bare, orderId: id }, staff), { reason: 'CUSTOMERS_ONLY' })
  const { claim } = await open(id)
  await assert.rejects(open(id, { reason: '别的' }), { reason: 'KEY_REUSED' })
  await assert.rejects(withdrawClaim(shop.needs, claim.id, stranger), { reason: 'CLAIM_MISSING' })
  await assert.rejects(refuseClaim(shop.needs, claim.id, '', manager), { reason: 'CLAIM_INVALID' })
  await assert.rejects(refuseClaim(shop.needs, claim.id, '不', staff), { reason: 'ROLE_MISSING' })
  const elsewhere = { ...manager, shopId: '2' }
  await assert.rejects(approve(claim.id, 0, elsewhere), { reason: 'CLAIM_MISSING' })
  await withdrawClaim(shop.needs, claim.id, customer)
  shop.clock.advance(86_400_001)
  await assert.rejects(open(id, { idempotencyKey: 'c-2' }), { reason: 'CLAIM_TOO_LATE' })
})

test('an order takes five claims and no more', async () => {
  const { id } = await completedOrder(shop)
  for (let n = 0; n < 5; n++) {
    const { claim } = await open(id, { idempotencyKey: `c-${n}` })
    await refuseClaim(shop.needs, claim.id, '已核实', manager)
  }
  await assert.rejects(open(id, { idempotencyKey: 'c-6' }), { reason: 'CLAIMS_FULL' })
})

test('the claim of an order that is cancelled lapses, and all of the money goes back once', async () => {
  const { id, amountFen } = await dispatchedOrder(shop)
  const { claim } = await open(id)
  const acts = [approve(claim.id, 100), cancelOrder(shop.needs, id, '', staff)]
  await Promise.allSettled(acts)
  const [told] = await listOrderClaims(shop.needs, id, customer)
  assert.ok(told?.state === 'LAPSED' || told?.state === 'APPROVED')
  const { refunds, state } = await find(id)
  const owedFen = refunds.reduce((sum, refund) => sum + refund.amountFen, 0)
  assert.deepEqual([state, owedFen], ['CANCELLED', amountFen])
})

test('a shop sees its claims by state, page by page', async () => {
  const ids: string[] = []
  for (let n = 0; n < 3; n++) {
    const { id } = await completedOrder(shop)
    shop.clock.advance(1)
    ids.unshift((await open(id, { idempotencyKey: `c-${n}` })).claim.id)
  }
  const first = await listShopClaims(shop.needs, '1', { ...pageOf(['OPEN']), limit: 2 }, staff)
  const rest = await listShopClaims(shop.needs, '1', { ...pageOf([]), limit: 2, cursor: first.next }, staff)
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ id }) => id),
    ids,
  )
  assert.equal(rest.next, '')
  await assert.rejects(listShopClaims(shop.needs, '1', pageOf([]), customer), { reason: 'ORDER_MISSING' })
})

const bare = { reason: '洒了', lines: [], amountFen: 0, imageIds: [], idempotencyKey: 'c-9' }
const pageOf = (states: readonly ('OPEN' | 'REFUSED')[]) => ({ states, cursor: '', limit: 20 })
