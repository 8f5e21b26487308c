import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { currentContext } from '#kit/context.ts'
import { bearer, createGatewayWorld } from './gateway.fixture.ts'
import { orderMessage } from './orders.fixture.ts'

const submission = { addressId: '5', expectedAmountFen: 4200 }

function createOrderWorld() {
  const submitted: Parameters<NonNullable<Submit>>[0][] = []
  const world = createGatewayWorld({
    order: {
      async submitOrder(request) {
        submitted.push(request)
        return { order: orderMessage(), replayed: submitted.length > 1 }
      },
    },
  })
  const submit = async (payload: object, headers: Record<string, string> = { 'idempotency-key': 'k-1' }) =>
    world.gateway.http.inject({
      method: 'POST',
      url: '/v1/orders',
      payload,
      headers: { ...bearer(await world.token('customer')), ...headers },
    })
  return { ...world, submitted, submit }
}
type Submit = NonNullable<NonNullable<Parameters<typeof createGatewayWorld>[0]>['order']>['submitOrder']

test('a submission gets an order id and is answered 201; its replay is 200 and says so', async () => {
  const { submitted, submit } = createOrderWorld()
  const first = await submit(submission)
  assert.deepEqual([first.statusCode, first.headers['idempotent-replayed']], [201, undefined])
  assert.equal(first.headers.location, `/v1/orders/${first.json().id}`)
  const again = await submit(submission)
  assert.deepEqual([again.statusCode, again.headers['idempotent-replayed']], [200, 'true'])
  const [one, two] = submitted.map(({ orderId }) => orderId)
  assert.match(String(one), /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  assert.notEqual(one, two)
  assert.deepEqual(submitted[0], {
    orderId: one,
    shopId: '1',
    idempotencyKey: 'k-1',
    addressId: '5',
    expectedAmountFen: 4200,
    remark: '',
    cutlery: 0,
    deliverAt: 0,
  })
})

test('amounts that the caller is not told are null, and an order has no charges then', async () => {
  const hidden = { moneyHidden: true, amountFen: 0, charges: [] }
  const world = createGatewayWorld({ order: { getOrder: async () => orderMessage(hidden) } })
  const url = `/v1/orders/${orderMessage().id}`
  const { body } = await world.gateway.http.inject({ url, headers: bearer(await world.token('staff')) })
  const { amountFen, refundedFen, charges, lines, ...order } = JSON.parse(body)
  assert.deepEqual([amountFen, refundedFen, charges, lines[0].unitPriceFen], [null, null, [], null])
  assert.ok(!('moneyHidden' in order))
})

test('without a key nothing is submitted', async () => {
  const { submitted, submit } = createOrderWorld()
  const refused = await submit(submission, {})
  assert.deepEqual([refused.statusCode, refused.json().code], [400, 'IDEMPOTENCY_KEY_INVALID'])
  assert.deepEqual(submitted, [])
})

test('neither price, state, customer nor id can be sent along', async () => {
  const { submitted, submit } = createOrderWorld()
  for (const name of [
    'orderId',
    'customerId',
    'amountFen',
    'state',
    'version',
    'lines',
    'number',
    'payDeadline',
  ]) {
    assert.equal((await submit({ ...submission, [name]: 1 })).statusCode, 400, name)
  }
  assert.deepEqual(submitted, [])
})

test('a wished delivery time arrives as its instant, whatever its offset', async () => {
  const { submitted, submit } = createOrderWorld()
  await submit({ ...submission, deliverAt: '2026-11-22T18:00:00+08:00' })
  assert.equal(submitted[0]?.deliverAt, Date.UTC(2026, 10, 22, 10))
  assert.equal((await submit({ ...submission, deliverAt: 'tomorrow' })).statusCode, 400)
})

test('an order is shown with states by name, China’s time and null for nothing', async () => {
  const world = createGatewayWorld({ order: { getOrder: async () => orderMessage() } })
  const { body } = await world.gateway.http.inject({
    url: '/v1/orders/01999999-0000-7000-8000-000000000001',
    headers: bearer(await world.token('customer')),
  })
  const order = JSON.parse(body)
  assert.deepEqual(
    [order.state, order.createdAt, order.deliverAt, order.cancelReason, order.history[0].from],
    ['PENDING', '2026-11-22T16:30:00.000+08:00', null, null, null],
  )
  assert.equal(order.payDeadline, '2026-11-22T16:45:00.000+08:00')
  assert.deepEqual(order.lines[0].item, {
    kind: 'DISH',
    id: '46',
    options: [{ group: '忌口', choice: '不要葱' }],
  })
})

test('the person who acts reaches the service in the context, never in the request', async () => {
  let by: unknown
  const world = createGatewayWorld({
    order: {
      async acceptOrder() {
        by = currentContext().by
        return orderMessage({ state: OrderState.ACCEPTED })
      },
    },
  })
  const { statusCode, body } = await world.gateway.http.inject({
    method: 'POST',
    url: '/v1/orders/01999999-0000-7000-8000-000000000001/accept',
    headers: bearer(await world.token('staff')),
  })
  assert.deepEqual([statusCode, JSON.parse(body).state], [200, 'ACCEPTED'])
  assert.deepEqual(by, { kind: 'employee', id: '3', shopId: '1', roles: ['staff'] })
})

test('a payment is asked for with the channel and the address of who pays', async () => {
  let asked: object | undefined
  const world = createGatewayWorld({
    order: {
      async payOrder(request) {
        asked = request
        return { order: orderMessage() }
      },
    },
  })
  const { statusCode, body } = await world.gateway.http.inject({
    method: 'POST',
    url: '/v1/orders/01999999-0000-7000-8000-000000000001/payments',
    payload: { channel: 'WECHAT_H5' },
    headers: bearer(await world.token('customer')),
  })
  assert.deepEqual([statusCode, JSON.parse(body).parameters], [200, null])
  const orderId = '01999999-0000-7000-8000-000000000001'
  assert.deepEqual(asked, { orderId, channel: Channel.WECHAT_H5, clientIp: '127.0.0.1' })
})

test('orders are listed by state, page by page', async () => {
  let asked: object | undefined
  const world = createGatewayWorld({
    order: {
      async listShopOrders(request) {
        asked = request
        return { orders: [orderMessage({ history: [] })], nextCursor: 'c2', total: 0 }
      },
    },
  })
  const headers = bearer(await world.token('staff'))
  const ask = (query: string) => world.gateway.http.inject({ url: `/v1/shops/1/orders?${query}`, headers })
  const { items, nextCursor } = (await ask('states=PAID,ACCEPTED&limit=5&cursor=c1')).json()
  assert.deepEqual([items.length, nextCursor], [1, 'c2'])
  const states = [OrderState.PAID, OrderState.ACCEPTED]
  assert.deepEqual(asked, { shopId: '1', states, cursor: 'c1', limit: 5 })
  for (const wrong of ['states=LOST', 'limit=0', 'limit=101', 'limit=x', 'limit=1e1', 'page=2']) {
    assert.equal((await ask(wrong)).statusCode, 400, wrong)
  }
})
