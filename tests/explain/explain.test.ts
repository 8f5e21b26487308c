import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Storage } from '#kit/storage/storage.ts'
import { mariadbAvailable } from '../../host/servers/mariadb.ts'
import { createOrderStore } from '../../services/order/store/orders.ts'
import type { OrderTables } from '../../services/order/store/tables.ts'
import type { ReportTables } from '../../services/report/store/tables.ts'
import { createReportStore } from '../../services/report/store.ts'
import { askAfterSales } from './ask-after-sales.ts'
import { askOrders } from './ask-orders.ts'
import { askCatalog, askInventory, askPayment, askPush, askReport } from './ask-others.ts'
import { askUser } from './ask-user.ts'
import { intended } from './intended.ts'
import { type Step, watchPlans } from './plans.ts'
import { fillTown, openTown, type Town } from './town.ts'

// EXPLAIN_ORDERS=1000000 by hand.
const orders = Number(process.env.EXPLAIN_ORDERS ?? '100000')

const isPossible = mariadbAvailable() || process.env.REQUIRE_SERVERS === '1'
const skip = isPossible ? false : 'MariaDB is not installed (Debian: apt-get install mariadb-server)'

/** More rows than one answer holds are never sorted: an index gives them in order. */
const sortedMax = 1000

const asks = {
  order: async (storage: Storage<OrderTables>) => {
    await askOrders(storage)
    await askAfterSales(storage)
  },
  inventory: askInventory,
  payment: askPayment,
  push: askPush,
  catalog: askCatalog,
  user: askUser,
  report: askReport,
}

let town: Town
let steps: readonly Step[]

before(async () => {
  if (skip) return
  town = await openTown(orders)
  await fillTown(town)
  steps = await explainEverything()
})
after(() => town?.remove())

/** What the server does for every statement that the stores really send. */
async function explainEverything(): Promise<readonly Step[]> {
  const all: Step[] = []
  for (const [service, ask] of Object.entries(asks)) {
    const { watch, stop } = await watchPlans(town, service, all)
    const storage = await town.open<never>(service, watch)
    await ask(storage as never)
    await stop()
  }
  return all
}

const told = ({ verb, table, type, key, rows, extra, sql }: Step) =>
  `${verb} reads ${table} by ${key} (${type}, ${rows} rows, ${extra}): ${sql}`

test('every statement of the stores finds its rows by the intended index', { skip }, () => {
  const astray = steps.filter(({ verb, table, key }) => {
    const allowed = intended[verb]?.[table]?.split('|') ?? []
    return key === null || !allowed.includes(key)
  })
  assert.deepEqual(astray.map(told), [])
})

test('no statement reads a whole table or a whole index', { skip }, () => {
  const whole = steps.filter(({ type }) => type === 'ALL' || type === 'index')
  assert.deepEqual(whole.map(told), [])
})

test('nothing is sorted that grows with the number of orders', { skip }, () => {
  const sorted = steps.filter(({ extra, rows }) => /filesort|temporary/.test(extra) && rows > sortedMax)
  assert.deepEqual(sorted.map(told), [])
})

test('every index in the table is used by the verb it stands for', { skip }, () => {
  const used = new Set(steps.map(({ verb, table, key }) => `${verb} ${table} ${key}`))
  for (const [verb, tables] of Object.entries(intended))
    for (const [table, keys] of Object.entries(tables))
      assert.ok(
        keys.split('|').some((key) => used.has(`${verb} ${table} ${key}`)),
        `${verb} does not read ${table} by ${keys}: mend the table`,
      )
})

const lists = [
  { of: 'a customer', customerId: '1', states: [], key: 'orders_by_customer' },
  { of: 'a customer by status', customerId: '1', states: ['CANCELLED'], key: 'orders_by_customer_state' },
  { of: 'a shop', shopId: '15', states: [], key: 'orders_by_shop' },
  { of: 'a shop by status', shopId: '15', states: ['CANCELLED'], key: 'orders_by_shop_state' },
  { of: 'a shop by several', shopId: '15', states: ['CANCELLED', 'DELIVERING'], key: 'orders_by_shop_state' },
] as const

for (const { of, key, ...query } of lists) {
  test(`the newest orders of ${of} come in order from ${key}`, { skip }, async () => {
    const all: Step[] = []
    const { watch, stop } = await watchPlans(town, 'order', all)
    const storage = await town.open<OrderTables>('order', watch)
    const found = await createOrderStore(storage, async () => undefined).list({
      ...query,
      ...{ before: '', offset: 0, money: '' },
      limit: 10,
    })
    await stop()
    assert.equal(found.length, 10)
    const read = all.filter(({ table }) => table === 'orders')
    assert.ok(read.length > 0)
    for (const step of read) {
      assert.equal(step.key, key, told(step))
      assert.doesNotMatch(step.extra, /filesort|temporary/, told(step))
    }
  })
}

/** How many statements some work sends. */
async function countStatements<Tables>(
  service: string,
  work: (storage: Storage<Tables>) => Promise<unknown>,
): Promise<number> {
  let count = 0
  const storage = await town.open<Tables>(service, () => void count++)
  await work(storage)
  return count
}

test('a page of a hundred orders takes as many statements as a page of fifty', { skip }, async () => {
  const pageOf = (limit: number) =>
    countStatements<OrderTables>('order', async (storage) => {
      const store = createOrderStore(storage, async () => undefined)
      const found = await store.list({ customerId: '1', states: [], before: '', offset: 0, money: '', limit })
      assert.equal(found.length, limit)
    })
  assert.equal(await pageOf(100), await pageOf(50))
})

test('a report of a year takes as many statements as one of a day', { skip }, async () => {
  const reportFrom = (from: string) =>
    countStatements<ReportTables>('report', (storage) =>
      createReportStore(storage).listTallies('1', ['turnover', 'refunded'], { from, to: '2026-09-20' }),
    )
  assert.equal(await reportFrom('2025-09-21'), await reportFrom('2026-09-20'))
})
