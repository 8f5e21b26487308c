import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { checks } from '../../host/books/checks.ts'
import { type Installation, install } from '../installation.ts'
import { type Answer, newKey } from '../journeys/api.ts'
import {
  addToCart,
  expect,
  find,
  isRefunded,
  openPayment,
  openStage,
  orderOf,
  paidOrder,
  payAt,
  reaches,
  type Stage,
  submission,
} from '../journeys/stage.ts'
import { requireClean, withBooks } from './judge.ts'

/** Nothing may time out while it is counted. */
const env = { CANGQIONG_ORDER_PAY_WINDOW_MS: '600000', CANGQIONG_USER_ACCESS_TOKEN_MS: '600000' }

for (const on of ['direct', 'grpc'] as const) {
  describe(on, () => {
    let installation: Installation
    let stage: Stage

    before(async () => {
      installation = await install(on, { env })
      stage = await openStage(installation.platform)
    })
    after(() => installation?.close())

    test('a stock of 10 and 100 buyers at once: exactly 10 orders', () => oneEach(stage, 10, 100))
    test('1,000 submits with the same key: one order, and every answer names it', () =>
      sameKey(stage, 1000, 50))
    test('20 adds of one dish at once: one line of 20', () => manyAdds(stage, 20))
    test('paying and cancelling at the same moment: money that came all the same goes back', () =>
      payAndCancel(stage, 12))
    test('accepting and cancelling at the same moment: one of them wins', () => acceptAndCancel(stage, 12))
    test('afterwards the books are clean', () =>
      withBooks(installation, (books) => requireClean(books, checks)))
  })
}

async function oneEach(stage: Stage, stock: number, buyers: number): Promise<void> {
  const dish = await stage.newDish(2000, stock)
  const presses = await inTurns(times(buyers), 16, async () => {
    const customer = await stage.customer()
    await addToCart(customer, stage.shopId, dish)
    const body = await submission(customer, stage.shopId)
    return { customer, press: () => customer.send('POST', '/v1/orders', body, newKey()) }
  })
  const answers = await Promise.all(presses.map(({ press }) => press()))
  for (const answer of answers) if (answer.status !== 201) expect(answer, 422, 'OUT_OF_STOCK')
  const orders = await inTurns(presses, 16, async ({ customer }) => {
    const { items } = expect(await customer.get('/v1/orders?limit=100'), 200).body
    assert.equal(items.length, 1)
    return reaches(customer, items[0].id, 'PENDING', 'CANCELLED')
  })
  assert.equal(orders.filter(({ state }) => state === 'PENDING').length, stock)
  const short = orders.filter(
    ({ state, cancelReason }) => state === 'CANCELLED' && cancelReason === 'OUT_OF_STOCK',
  )
  assert.equal(short.length, buyers - stock)
  const { items } = expect(await stage.manager.get(`/v1/shops/${stage.shopId}/stock`), 200).body
  const kept = items.find(({ dishId }: { dishId: string }) => dishId === dish)
  assert.deepEqual([kept.onHand, kept.reserved], [stock, stock], 'nothing is left to sell')
}

async function sameKey(stage: Stage, presses: number, atOnce: number): Promise<void> {
  const customer = await stage.customer()
  await addToCart(customer, stage.shopId, await stage.newDish(2000, 5))
  const body = await submission(customer, stage.shopId)
  const key = newKey()
  const answers = await inTurns(times(presses), atOnce, () => customer.send('POST', '/v1/orders', body, key))
  assert.deepEqual(
    countBy(answers, ({ status }) => status),
    { 200: presses - 1, 201: 1 },
  )
  assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1)
  assert.equal(expect(await customer.get('/v1/orders?limit=100'), 200).body.items.length, 1)
  assert.deepEqual(expect(await customer.get(`/v1/cart?shopId=${stage.shopId}`), 200).body.lines, [])
}

async function manyAdds(stage: Stage, adds: number): Promise<void> {
  const customer = await stage.customer()
  const dish = await stage.newDish(2000)
  await Promise.all(times(adds).map(() => addToCart(customer, stage.shopId, dish)))
  const { lines } = expect(await customer.get(`/v1/cart?shopId=${stage.shopId}`), 200).body
  assert.deepEqual(
    lines.map(({ quantity }: { quantity: number }) => quantity),
    [adds],
  )
}

async function payAndCancel(stage: Stage, orders: number): Promise<void> {
  const dish = await stage.newDish(2000)
  await inTurns(times(orders), 4, async () => {
    const customer = await stage.customer()
    const { id } = await orderOf(stage, customer, dish)
    const { h5Url = '' } = await openPayment(customer, id)
    const cancel = customer.send('POST', `/v1/orders/${id}/cancel`, { note: '' })
    const [paid, cancelled] = await Promise.all([payAt(h5Url), cancel])
    assert.ok([200, 409].includes(cancelled.status), JSON.stringify(cancelled.body))
    if (cancelled.status !== 200) return void (await reaches(customer, id, 'PAID'))
    await reaches(customer, id, 'CANCELLED')
    if (paid.status === 200) await isRefunded(customer, id)
  })
}

async function acceptAndCancel(stage: Stage, orders: number): Promise<void> {
  const dish = await stage.newDish(2000)
  await inTurns(times(orders), 4, async () => {
    const customer = await stage.customer()
    const { id } = await paidOrder(stage, customer, dish)
    const [accepted, cancelled] = await Promise.all([
      stage.manager.send('POST', `/v1/orders/${id}/accept`),
      customer.send('POST', `/v1/orders/${id}/cancel`, { note: '' }),
    ])
    const [winner, loser] = accepted.status === 200 ? [accepted, cancelled] : [cancelled, accepted]
    assert.deepEqual([winner.status, loser.status], [200, 409], told(accepted, cancelled))
    const { state } = await find(customer, id)
    assert.equal(state, accepted.status === 200 ? 'ACCEPTED' : 'CANCELLED')
  })
}

const told = (...answers: readonly Answer[]) =>
  answers.map(({ status, body }) => `${status} ${body?.code}`).join(', ')
const times = (count: number) => Array.from({ length: count }, (_, at) => at)

/** Does it for each, so many at once; the results in the order of the items. */
async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const waiting = [...items.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(times(atOnce).map(worker))
  return results
}

function countBy<T>(items: readonly T[], key: (item: T) => number): Record<number, number> {
  const groups = Object.entries(Object.groupBy(items, key))
  return Object.fromEntries(groups.map(([name, all = []]) => [name, all.length]))
}
