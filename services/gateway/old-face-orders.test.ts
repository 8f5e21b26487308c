import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MoneyState, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
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
  tablewareStatus: 1,
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
    ...{ remark: '', cutlery: 2, cutleryByMeal: true, deliverAt: 0 },
  })
})

test('a time is wished for only where one was chosen', async () => {
  const { submit, submitted } = createCheckout(1)
  await submit({ ...sent, deliveryStatus: 0 })
  assert.equal((submitted[0] as { deliverAt?: number }).deliverAt, Date.UTC(2026, 10, 22, 10))
})

test('who books a time and names none is refused, and nothing is ordered', async () => {
  const { submit, submitted } = createCheckout(1)
  for (const estimatedDeliveryTime of ['', undefined]) {
    const { statusCode, body } = await submit({ ...sent, deliveryStatus: 0, estimatedDeliveryTime })
    assert.deepEqual([statusCode, body], [200, '{"code":0,"msg":"下单信息有误","data":null}'])
  }
  const { statusCode } = await submit({
    ...sent,
    deliveryStatus: 0,
    estimatedDeliveryTime: '2026-11-31 18:00:00',
  })
  assert.equal(statusCode, 400, 'nor is that 1 December')
  assert.deepEqual(submitted, [])
})

test('a press on an emptied cart carries the key of the press that emptied it', async () => {
  const { submit, submitted } = createCheckout(0)
  await submit(sent)
  assert.equal(submitted[0]?.idempotencyKey, 'old-cart-1-3')
})

test('orders are searched where they are kept, by number, phone and times, both ends included', async () => {
  const asked: unknown[] = []
  const world = createGatewayWorld({
    order: {
      async searchShopOrders(request) {
        asked.push(request)
        return { orders: [orderMessage()], nextCursor: '', total: 340 }
      },
    },
  })
  const found = async (query: string) => {
    const { body } = await call(world, 'staff', `/admin/order/conditionSearch?${query}`)
    return JSON.parse(body).data.total
  }
  assert.equal(await found('page=3&pageSize=10&status=&number=&phone='), 340)
  await found('status=2&number=1122&phone=1380&beginTime=2026-11-22%2016:30:00&endTime=2026-11-22%2016:30:00')
  assert.equal(await found('status=7'), 0)
  const minute = Date.UTC(2026, 10, 22, 8, 30)
  const anything = { shopId: '1', number: '', phone: '', states: [], beginAt: 0, endAt: 0, limit: 10 }
  assert.deepEqual(asked, [
    { ...anything, page: 3 },
    {
      ...{ ...anything, number: '1122', phone: '1380', states: [OrderState.PAID], page: 1 },
      ...{ beginAt: minute, endAt: minute + 1000 },
    },
  ])
})

test('a page is counted from one, whatever it is called', async () => {
  const asked: unknown[] = []
  const world = createGatewayWorld({
    order: {
      async listOrders(request) {
        asked.push(request)
        return { orders: [orderMessage({ numberId: 21 })], nextCursor: '', total: 25 }
      },
    },
  })
  const idsOf = async (query: string) => {
    const { data } = (await call(world, 'customer', `/user/order/historyOrders?${query}`)).json()
    return [data.total, ...data.records.map(({ id }: { id: number }) => id)]
  }
  assert.deepEqual(await idsOf('page=3&pageSize=10'), [25, 21])
  await idsOf('pageNum=3&pageSize=10')
  await idsOf('page=0&pageSize=2')
  await idsOf('payStatus=2&status=6')
  await idsOf('page=2&pageSize=1000')
  const third = { page: 3, limit: 10, states: [], money: MoneyState.UNSPECIFIED }
  const cancelled = { states: [OrderState.CANCELLED], money: MoneyState.RETURNED }
  assert.deepEqual(asked, [
    ...[third, third, { ...third, page: 1, limit: 2 }],
    { ...third, page: 1, ...cancelled },
    { ...third, page: 2, limit: 1000 },
  ])
})
