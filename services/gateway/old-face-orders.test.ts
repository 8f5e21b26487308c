import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { createGatewayWorld } from './gateway.fixture.ts'
import { call } from './old-face.fixture.ts'
import { orderMessage } from './orders.fixture.ts'

interface Submitted {
  readonly idempotencyKey?: string | undefined
  readonly orderId?: string | undefined
}

function createCheckout(lines: number) {
  const submitted: Submitted[] = []
  const line = {
    lineId: '1',
    name: '鱼',
    image: '',
    quantity: 1,
    unitPriceFen: 3500,
    refusal: '',
    options: [],
  }
  const quote = { shopId: '1', cartVersion: 4, charges: [], amountFen: 4200, refusal: '' }
  const terms = { minimumOrderFen: 0, estimatedAt: 0 }
  const world = createGatewayWorld({
    order: {
      quoteCart: async () => ({ ...quote, ...terms, lines: Array.from({ length: lines }, () => line) }),
      async submitOrder(request) {
        submitted.push(request)
        return { order: orderMessage(), replayed: false }
      },
    },
  })
  const submit = (body: object) => call(world, 'customer', '/user/order/submit', { method: 'POST', body })
  return { submit, submitted }
}

const sent = {
  addressBookId: 5,
  payMethod: 1,
  remark: '',
  estimatedDeliveryTime: '2026-11-22 18:00:00',
  deliveryStatus: 1,
  tablewareNumber: '2',
  tablewareStatus: 0,
  packAmount: 1,
  amount: 42.00000000000001,
}

test('a submission is the service’s own: the amount is compared, the cart’s version its key', async () => {
  const { submit, submitted } = createCheckout(1)
  const { body } = await submit(sent)
  const data =
    '{"id":645,"orderNumber":"A1-20261122-0007","orderAmount":42.00,"orderTime":"2026-11-22 16:30"}'
  assert.equal(body, `{"code":1,"msg":null,"data":${data}}`)
  const [{ orderId, ...request } = {}] = submitted
  assert.match(orderId ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  assert.deepEqual(request, {
    ...{ shopId: '1', idempotencyKey: 'old-cart-1-4', addressId: '5', expectedAmountFen: 4200 },
    ...{ remark: '', cutlery: 2, deliverAt: 0 },
  })
})

test('a time is wished for only where one was chosen', async () => {
  const { submit, submitted } = createCheckout(1)
  await submit({ ...sent, deliveryStatus: 0 })
  assert.equal((submitted[0] as { deliverAt?: number }).deliverAt, Date.UTC(2026, 10, 22, 10))
})

test('a press on an emptied cart carries the key of the press that emptied it', async () => {
  const { submit, submitted } = createCheckout(0)
  await submit(sent)
  assert.equal(submitted[0]?.idempotencyKey, 'old-cart-1-3')
})

test('orders are searched by number, phone and times, both ends included', async () => {
  const asked: unknown[] = []
  const world = createGatewayWorld({
    order: {
      async listShopOrders(request) {
        asked.push(request)
        return { orders: [orderMessage()], nextCursor: '' }
      },
    },
  })
  const found = async (query: string) => {
    const { body } = await call(world, 'staff', `/admin/order/conditionSearch?${query}`)
    return JSON.parse(body).data.total
  }
  assert.equal(await found('page=1&pageSize=10&status=&number=&phone='), 1)
  assert.equal(
    await found('beginTime=2026-11-22 16:30:00&endTime=2026-11-22 16:30:00'.replaceAll(' ', '%20')),
    1,
  )
  assert.equal(await found('beginTime=2026-11-22%2016:30:01'), 0)
  assert.equal(await found('endTime=2026-11-21'), 0)
  assert.equal(await found('number=1122&phone=1380'), 1)
  assert.equal(await found('phone=999'), 0)
  assert.equal(await found('status=2'), 1)
  assert.equal(await found('status=7'), 0)
  const wanted = asked.map((request) => (request as { states?: readonly OrderState[] }).states)
  assert.deepEqual([wanted[0], wanted.at(-1), wanted.length], [[], [OrderState.PAID], 7])
})

test('a page is counted from one, whatever it is called', async () => {
  const orders = Array.from({ length: 25 }, (_, at) => orderMessage({ numberId: at + 1 }))
  const world = createGatewayWorld({ order: { listOrders: async () => ({ orders, nextCursor: '' }) } })
  const idsOf = async (query: string) => {
    const { data } = (await call(world, 'customer', `/user/order/historyOrders?${query}`)).json()
    return [data.total, ...data.records.map(({ id }: { id: number }) => id)]
  }
  assert.deepEqual(await idsOf('page=3&pageSize=10'), [25, 21, 22, 23, 24, 25])
  assert.deepEqual(await idsOf('pageNum=3&pageSize=10'), [25, 21, 22, 23, 24, 25])
  assert.deepEqual(await idsOf('page=0&pageSize=2'), [25, 1, 2])
  assert.deepEqual(await idsOf('page=9&pageSize=10'), [25])
  assert.deepEqual(await idsOf('payStatus=2&pageSize=10'), [0])
})
