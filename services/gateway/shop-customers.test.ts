import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CustomerSort } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { bearer, createGatewayWorld, type Who } from './gateway.fixture.ts'

const at = Date.UTC(2026, 10, 28, 4)
const customerOf = (customerId: string, lastOrderId: string) => ({
  ...{ customerId, lastOrderId, orders: 2, spentFen: 5100, firstOrderAt: at - 1000, lastOrderAt: at },
})

async function open(who: Who = 'finance') {
  const asked: object[] = []
  const world = createGatewayWorld({
    report: {
      async listCustomers(request) {
        asked.push(request)
        return { customers: [customerOf('7', 'o-1'), customerOf('8', 'o-2')], nextCursor: 'SPENT:5100:8' }
      },
    },
    order: {
      async listConsignees(request) {
        asked.push(request)
        return {
          consignees: [
            { orderId: 'o-2', name: '', maskedPhone: '' },
            { orderId: 'o-1', name: '张三', maskedPhone: '138****5678' },
          ],
        }
      },
    },
  })
  const headers = bearer(await world.token(who))
  const get = (query = '', shop = '1') =>
    world.gateway.http.inject({ url: `/v1/shops/${shop}/customers${query}`, headers })
  return { ...world, asked, get }
}

test('customers of a shop are told with what their last order says of them, and no more', async () => {
  const { get, asked } = await open()
  const { items, nextCursor } = (await get('?sort=SPENT&cursor=SPENT:1:9&limit=2')).json()
  const figures = { orders: 2, spentFen: 5100, lastOrderAt: '2026-11-28T12:00:00.000+08:00' }
  const told = { ...figures, firstOrderAt: '2026-11-28T11:59:59.000+08:00' }
  assert.deepEqual(items, [
    { customerId: '7', consignee: '张三', maskedPhone: '138****5678', ...told },
    { customerId: '8', consignee: null, maskedPhone: null, ...told },
  ])
  assert.equal(nextCursor, 'SPENT:5100:8')
  assert.deepEqual(asked, [
    { shopId: '1', sort: CustomerSort.SPENT, cursor: 'SPENT:1:9', limit: 2 },
    { shopId: '1', orderIds: ['o-1', 'o-2'] },
  ])
})

test('who ordered last comes first where nothing else is asked; what makes no sense is refused', async () => {
  const { get, asked } = await open()
  await get()
  assert.deepEqual(asked[0], { shopId: '1', sort: CustomerSort.LAST_ORDER, cursor: '', limit: 20 })
  for (const wrong of ['?limit=101', '?limit=0', '?sort=name', '?page=1', `?cursor=${'1'.repeat(81)}`])
    assert.equal((await get(wrong)).json().code, 'PARAMETER_INVALID', wrong)
})

test('customers of a shop are for its managers and finance', async () => {
  for (const [who, shop, status] of [
    ['customer', '1', 403],
    ['staff', '1', 403],
    ['cashier', '1', 403],
    ['manager', '2', 404],
    ['manager', '1', 200],
  ] as const) {
    const { get, asked } = await open(who)
    assert.equal((await get('', shop)).statusCode, status, who)
    assert.equal(asked.length > 0, status === 200)
  }
})
