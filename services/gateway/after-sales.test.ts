import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClaimState, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { RefundState } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { bearer, createGatewayWorld, type GatewayWorld, type Who } from './gateway.fixture.ts'
import { orderMessage } from './orders.fixture.ts'

const orderId = '01999999-0000-7000-8000-000000000001'
const claimId = '01999999-0000-7000-8000-000000000002'
const at = Date.UTC(2026, 10, 22, 8, 30)

const refund = {
  ...{ orderId, n: 1, amountFen: 600, cause: 'GRANTED', state: RefundState.PROCESSING },
  ...{ reason: '洒了', lines: [{ lineId: '1', quantity: 1 }], by: 'employee:3', claimId: '' },
  steps: [{ state: RefundState.REQUESTED, at }],
  moneyHidden: false,
}
const claim = {
  ...{ id: claimId, orderId, orderNumber: 'N-1', shopId: '1', customerId: '7' },
  ...{ state: ClaimState.OPEN, reason: '洒了', lines: [], imageIds: ['i1'], askedFen: 600 },
  ...{ grantedFen: 0, refundN: 0, answer: '', settledBy: '', createdAt: at, settledAt: 0 },
  moneyHidden: false,
}

async function ask(world: GatewayWorld, who: Who, request: string, payload?: object) {
  const [method, url = ''] = request.split(' ') as ['GET' | 'POST', string]
  const headers = { ...bearer(await world.token(who)), 'idempotency-key': 'k-1' }
  return world.gateway.http.inject({ method, url, headers, ...(payload && { payload }) })
}

test('amounts of refunds and claims that the caller is not told are null', async () => {
  const moneyHidden = true
  const world = createGatewayWorld({
    order: {
      listRefunds: async () => ({ refunds: [{ ...refund, moneyHidden }], refundableFen: 100, moneyHidden }),
      listOrderClaims: async () => ({
        claims: [{ ...claim, moneyHidden, state: ClaimState.APPROVED }],
        nextCursor: '',
      }),
    },
  })
  const back = (await ask(world, 'staff', `GET /v1/orders/${orderId}/refunds`)).json()
  assert.deepEqual([back.refundableFen, back.items[0].amountFen], [null, null])
  const { items } = (await ask(world, 'staff', `GET /v1/orders/${orderId}/claims`)).json()
  assert.deepEqual([items[0].askedFen, items[0].grantedFen], [null, null])
})

test('money is given back by lines or an amount, once per key, and shown with its steps', async () => {
  const asked: object[] = []
  const world = createGatewayWorld({
    order: {
      async refundOrder(request) {
        asked.push(request)
        return { refund, replayed: asked.length > 1 }
      },
      listRefunds: async () => ({ refunds: [refund], refundableFen: 100, moneyHidden: false }),
    },
  })
  const url = `/v1/orders/${orderId}/refunds`
  const wish = { reason: '洒了', lines: [{ lineId: '1', quantity: 1 }] }
  const given = await ask(world, 'finance', `POST ${url}`, wish)
  assert.deepEqual([given.statusCode, given.headers.location], [201, url])
  assert.deepEqual(asked, [{ orderId, ...wish, amountFen: 0, idempotencyKey: 'k-1' }])
  const again = await ask(world, 'finance', `POST ${url}`, wish)
  assert.deepEqual([again.statusCode, again.headers['idempotent-replayed']], [200, 'true'])
  const told = (await ask(world, 'customer', `GET ${url}`)).json()
  const { moneyHidden: _, ...shown } = refund
  assert.deepEqual(told.items[0], {
    ...shown,
    ...{ state: 'PROCESSING', claimId: null },
    steps: [{ state: 'REQUESTED', at: '2026-11-22T16:30:00.000+08:00' }],
  })
  for (const wrong of [
    {},
    { reason: '' },
    { ...wish, amountFen: 0 },
    { ...wish, amountFen: 0.5 },
    { ...wish, lines: [{ lineId: 'x', quantity: 1 }] },
    { ...wish, lines: [{ lineId: '1', quantity: 0 }] },
    { ...wish, attemptId: 'a' },
  ])
    assert.equal((await ask(world, 'manager', `POST ${url}`, wrong)).statusCode, 400, JSON.stringify(wrong))
  assert.equal(asked.length, 2)
})

test('a claim is opened by the customer and shown with null for what is not yet', async () => {
  let asked: object | undefined
  const world = createGatewayWorld({
    order: {
      async openClaim(request) {
        asked = request
        return { claim, replayed: false }
      },
    },
  })
  const opened = await ask(world, 'customer', `POST /v1/orders/${orderId}/claims`, { reason: '洒了' })
  const wish = { reason: '洒了', lines: [], imageIds: [], amountFen: 0 }
  assert.deepEqual(asked, { orderId, ...wish, idempotencyKey: 'k-1' })
  assert.equal(opened.statusCode, 201)
  const { state, grantedFen, refundN, settledAt, imageIds } = opened.json()
  assert.deepEqual([state, grantedFen, refundN, settledAt, imageIds], ['OPEN', null, null, null, ['i1']])
})

test('a claim is settled by whoever may give money back, with or without words of their own', async () => {
  const asked: object[] = []
  const world = createGatewayWorld({
    order: {
      async approveClaim(request) {
        asked.push(request)
        return { ...claim, state: ClaimState.APPROVED, grantedFen: 500, refundN: 2, settledAt: at }
      },
      listShopClaims: async (request) => {
        asked.push(request)
        return { claims: [claim], nextCursor: '' }
      },
    },
  })
  const approved = await ask(world, 'finance', `POST /v1/claims/${claimId}/approve`)
  assert.deepEqual([approved.json().grantedFen, approved.json().refundN], [500, 2])
  assert.equal((await ask(world, 'manager', `POST /v1/claims/${claimId}/refuse`, {})).statusCode, 400)
  await ask(world, 'kitchen', 'GET /v1/shops/1/claims?states=OPEN,REFUSED')
  assert.deepEqual(asked, [
    { claimId, amountFen: 0, answer: '' },
    { shopId: '1', states: [ClaimState.OPEN, ClaimState.REFUSED], cursor: '', limit: 20 },
  ])
})

test('orders are sought by cursor or by page, and only a page has a total', async () => {
  const asked: object[] = []
  const world = createGatewayWorld({
    order: {
      async searchShopOrders(request) {
        asked.push(request)
        return { orders: [orderMessage()], nextCursor: '', total: 7 }
      },
      countShopOrders: async () => ({ counts: [{ state: OrderState.PAID, orders: 2 }] }),
    },
  })
  const search = async (query: string) => ask(world, 'cashier', `GET /v1/shops/1/orders/search?${query}`)
  assert.equal((await search('number=A1&from=2026-11-22T00:00:00%2B08:00')).json().total, null)
  assert.equal((await search('phone=0001&page=2&states=PAID')).json().total, 7)
  await search('customerId=7')
  const rest = { shopId: '1', customerId: '', cursor: '', limit: 20, endAt: 0 }
  assert.deepEqual(asked, [
    { ...rest, number: 'A1', phone: '', beginAt: Date.UTC(2026, 10, 21, 16), states: [], page: 0 },
    { ...rest, number: '', phone: '0001', beginAt: 0, states: [OrderState.PAID], page: 2 },
    { ...rest, customerId: '7', number: '', phone: '', beginAt: 0, states: [], page: 0 },
  ])
  for (const wrong of [
    'page=0',
    'page=x',
    'from=today',
    `number=${'1'.repeat(33)}`,
    'sort=id',
    'customerId=x',
  ])
    assert.equal((await search(wrong)).statusCode, 400, wrong)
  const counted = (await ask(world, 'cashier', 'GET /v1/shops/1/orders/counts')).json()
  assert.deepEqual(counted.items, [{ state: 'PAID', orders: 2 }])
})

test('an order is accepted with the shop’s minutes or without, and noted for staff alone', async () => {
  const asked: object[] = []
  const world = createGatewayWorld({
    order: {
      async acceptOrder(request) {
        asked.push(request)
        return orderMessage({ state: OrderState.ACCEPTED })
      },
      async addOrderNote(request) {
        asked.push(request)
        return { n: 1, by: 'employee:3', text: '少辣', at }
      },
    },
  })
  await ask(world, 'cashier', `POST /v1/orders/${orderId}/accept`)
  await ask(world, 'cashier', `POST /v1/orders/${orderId}/accept`, { minutes: 25 })
  const wrong = await ask(world, 'cashier', `POST /v1/orders/${orderId}/accept`, { minutes: 601 })
  assert.equal(wrong.statusCode, 400)
  const noted = await ask(world, 'kitchen', `POST /v1/orders/${orderId}/notes`, { text: '少辣' })
  assert.deepEqual([noted.statusCode, noted.json().at], [201, '2026-11-22T16:30:00.000+08:00'])
  assert.equal((await ask(world, 'customer', `GET /v1/orders/${orderId}/notes`)).statusCode, 403)
  assert.deepEqual(asked, [
    { orderId, minutes: 0 },
    { orderId, minutes: 25 },
    { orderId, text: '少辣', idempotencyKey: 'k-1' },
  ])
})
