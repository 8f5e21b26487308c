import assert from 'node:assert/strict'
import type { Books } from '../../host/books/check.ts'
import { assertSame, type Ledger, lineText, type Promised } from './ledger.ts'

interface OrderRow {
  readonly id: string
  readonly number: string
  readonly amountFen: number
}

interface LineRow {
  readonly orderId: string
  readonly kind: string
  readonly itemId: string
  readonly name: string
  readonly quantity: number
  readonly unitPriceFen: number
}

/** Holds the databases to everything that was promised up to now. Answers how many orders it compared. */
export async function holdToPromises(ledger: Ledger, books: Books): Promise<number> {
  // Taken first: whatever is promised while we look is for the next time.
  const promises = [...ledger.orders.values()]
  const keys = [...ledger.orderOfKey]
  const refused = [...ledger.refusedKeys]
  const kept = await readOrders(books)
  for (const promised of promises) {
    const found = kept.get(promised.id)
    assert.ok(found, `the order ${promised.id} was acknowledged and is gone`)
    assertSame(promised, found)
    const told = `${promised.id} was ${promised.states.join()} and is ${found.states.join()}`
    assert.ok(found.states.length >= promised.states.length, told)
  }
  const orderOfKey = await readKeys(books)
  for (const [key, id] of keys) assert.equal(orderOfKey.get(key), id, `the key ${key}`)
  for (const [key, code] of refused)
    assert.equal(orderOfKey.get(key), undefined, `${key} was refused: ${code}`)
  return promises.length
}

async function readOrders(books: Books): Promise<ReadonlyMap<string, Promised>> {
  const history = await books.all<{ id: string; state: string }>(
    'order',
    'SELECT order_id AS id, to_state AS state FROM order_history ORDER BY order_id, version',
  )
  const lines = await books.all<LineRow>(
    'order',
    `SELECT order_id AS orderId, kind, item_id AS itemId, name, quantity, unit_price_fen AS unitPriceFen
     FROM order_line ORDER BY order_id, id`,
  )
  const rows = await books.all<OrderRow>('order', 'SELECT id, number, amount_fen AS amountFen FROM orders')
  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId)
  const historyOf = Map.groupBy(history, ({ id }) => id)
  return new Map(
    rows.map((row) => {
      const own = (linesOf.get(row.id) ?? []).map(({ kind, itemId, ...line }) =>
        lineText({ ...line, item: { kind, id: itemId } }),
      )
      const states = (historyOf.get(row.id) ?? []).map(({ state }) => state)
      return [row.id, { ...row, lines: own, states }]
    }),
  )
}

async function readKeys(books: Books): Promise<ReadonlyMap<string, string>> {
  const rows = await books.all<{ idemKey: string; id: string }>(
    'order',
    "SELECT idem_key AS idemKey, resource_id AS id FROM idempotency WHERE scope LIKE 'customer:%:submit'",
  )
  return new Map(rows.map(({ idemKey, id }) => [idemKey, id]))
}
