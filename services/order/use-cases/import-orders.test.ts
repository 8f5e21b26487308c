import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportedOrder } from '../domain/imported.ts'
import { customer, openShop, rice, staff } from '../shop.fixture.ts'
import { cancelOrder } from './cancel-order.ts'
import { getOrder } from './get-order.ts'
import { importOrders } from './import-orders.ts'

const system = { kind: 'system', id: 'import' } as const

const line = {
  ...{ id: '', item: rice, name: '米饭', image: '', quantity: 2, unitPriceFen: 200, parts: [] },
  ...{ categoryId: '12', categoryName: '主食' },
}

function old(changes: Partial<ImportedOrder> = {}): ImportedOrder {
  return {
    ...{ oldId: '41', number: '1700000000000', shopId: '1', customerId: '7', amountFen: 1_000 },
    ...{ lines: [line], charges: [{ kind: 'delivery', amountFen: 600 }] },
    address: { consignee: '王', phone: '13812345678', text: '建国路', location: null },
    ...{ remark: '', cutlery: 1, deliverAt: 0, state: 'COMPLETED', cancelReason: '', cancelNote: '' },
    ...{
      placedAt: 1_700_000_000_000,
      paidAt: 1_700_000_060_000,
      endedAt: 1_700_003_000_000,
      refunded: false,
    },
    ...changes,
  }
}

const cancelled: Partial<ImportedOrder> = { state: 'CANCELLED', cancelReason: 'SHOP', cancelNote: '打烊' }

test('an old order stands here with the history that its dates tell, and nobody is told of it', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const [brought] = await importOrders(shop.needs, [old()], system)
  const order = await getOrder(shop.needs, brought?.orderId ?? '', customer)
  assert.deepEqual(
    order.history.map(({ to, at }) => [to, at - 1_700_000_000_000]),
    [
      ['PLACING', 0],
      ['PENDING', 0],
      ['PAID', 60_000],
      ['ACCEPTED', 60_000],
      ['DELIVERING', 60_000],
      ['COMPLETED', 3_000_000],
    ],
  )
  assert.equal(order.number, '1700000000000')
  assert.equal(order.winnerId, brought?.attemptId)
  const waiting = await shop.storage.read('look', async (db) => {
    const kit = db as never as import('kysely').Kysely<import('#kit/storage/storage.ts').KitTables>
    const [timers, events] = [kit.selectFrom('timer').selectAll(), kit.selectFrom('outbox').selectAll()]
    return [...(await timers.execute()), ...(await events.execute())]
  })
  assert.deepEqual(waiting, [], 'neither timer nor event')
})

test('what is over stays over: nobody moves an imported order', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const [brought] = await importOrders(shop.needs, [old()], system)
  await assert.rejects(cancelOrder(shop.needs, brought?.orderId ?? '', '', staff), { reason: 'MOVE_ILLEGAL' })
})

test('it comes once, however often it is sent; what has changed since is told and not touched', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const [first] = await importOrders(shop.needs, [old()], system)
  const again = await importOrders(shop.needs, [old(), old({ oldId: '42' })], system)
  assert.deepEqual(
    again.map(({ oldId, skipped }) => [oldId, skipped]),
    [
      ['41', 'ALREADY_IMPORTED'],
      ['42', ''],
    ],
  )
  assert.equal(again[0]?.orderId, first?.orderId)
  const [changed] = await importOrders(shop.needs, [old({ endedAt: 1_700_004_000_000 })], system)
  assert.equal(changed?.skipped, 'CHANGED_SINCE')
  assert.equal((await getOrder(shop.needs, first?.orderId ?? '', customer)).updatedAt, 1_700_003_000_000)
})

test('of two that were called the same, both are found', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const brought = await importOrders(shop.needs, [old(), old({ oldId: '42' })], system)
  const orders = await Promise.all(brought.map(({ orderId }) => getOrder(shop.needs, orderId, customer)))
  assert.deepEqual(
    orders.map(({ number }) => number),
    ['1700000000000', '1700000000000-42'],
  )
})

test('a cancelled order knows whether its money went back, and whether it had any', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const orders = [
    old({ ...cancelled, oldId: '1', refunded: true }),
    old({ ...cancelled, oldId: '2' }),
    old({ ...cancelled, oldId: '3', paidAt: 0 }),
  ]
  const brought = await importOrders(shop.needs, orders, system)
  const stand = await Promise.all(brought.map(({ orderId }) => getOrder(shop.needs, orderId, customer)))
  assert.deepEqual(
    stand.map(({ refunds, winnerId }) => [winnerId !== '', refunds.map(({ state }) => state)]),
    [
      [true, ['DONE']],
      [true, ['ABNORMAL']],
      [false, []],
    ],
  )
})

test('one that cannot have been keeps all that came with it out', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const wrong = [
    { amountFen: 999 },
    { paidAt: 0 },
    { endedAt: 1_600_000_000_000 },
    { oldId: 'x' },
    { number: '' },
  ] as const
  for (const changes of wrong) {
    const both = [old({ oldId: '77' }), old(changes)]
    await assert.rejects(importOrders(shop.needs, both, system), { reason: 'PARAMETER_INVALID' })
  }
  const [brought] = await importOrders(shop.needs, [old({ oldId: '77' })], system)
  assert.equal(brought?.skipped, '')
})

test('only the system brings orders in', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  for (const by of [customer, staff])
    await assert.rejects(importOrders(shop.needs, [old()], by), { reason: 'ROLE_MISSING' })
})
