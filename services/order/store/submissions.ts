import { sha256Hex } from '#kit/crypto/crypto.ts'
import { prepared, preparedInsert } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Order } from '../domain/order.ts'
import type { OrderLine } from '../domain/pricing.ts'
import type { OrderStore, Recorded } from '../ports.ts'
import { takeCart } from './carts.ts'
import { assertNotClosed } from './closed-customers.ts'
import { readOrder } from './read-orders.ts'
import { historyRow, lineRow, orderRow } from './rows.ts'
import { takeSlot } from './slots.ts'
import type { OrderTables } from './tables.ts'
import { setWake } from './wake.ts'

type OrderTx = Tx<OrderTables>
type Db = OrderTx['db']

const insertCharge = preparedInsert<OrderTables, 'order_charge'>('order_charge')
const insertHistory = preparedInsert<OrderTables, 'order_history'>('order_history')

const findKey = prepared((db: Db, value: { scope: string; key: string }) =>
  db
    .selectFrom('idempotency')
    .select(['resource_id', 'fingerprint'])
    .where('scope', '=', value.scope)
    .where('idem_key', '=', value.key),
)

const scopeOf = (customerId: string) => `customer:${customerId}:submit`

export function createSubmissions(
  storage: Storage<OrderTables>,
): Pick<OrderStore, 'findByKey' | 'recordSubmission'> {
  return {
    findByKey: (customerId, key, fingerprint) =>
      storage.read('findByKey', async (db) => {
        const { rows } = await findKey(db, { scope: scopeOf(customerId), key })
        const [row] = rows
        const order = row && (await readOrder(db, row.resource_id))
        return row && order ? { order, isSame: row.fingerprint === sha256Hex(fingerprint) } : null
      }),

    recordSubmission: (order, submission) =>
      storage.tx('recordSubmission', async (tx) => {
        if (!(await claimKey(tx, order, submission))) return null
        await assertNotClosed(tx, order.customerId, order.createdAt)
        await takeCart(tx, order.customerId, order.shopId, submission.cartVersion)
        const numbered = await insertWhole(tx, order)
        await takeSlot(tx, order, submission.slotCapacity)
        await setWake(tx, order.id, submission.wakeAt)
        return { ...order, ...numbered }
      }),
  }
}

/** Whoever inserts the key first owns it; all others find the order it made. */
function claimKey(tx: OrderTx, order: Order, { key, fingerprint }: Recorded): Promise<boolean> {
  return tx.insertIgnore('idempotency', {
    scope: scopeOf(order.customerId),
    idem_key: key,
    fingerprint: sha256Hex(fingerprint),
    resource_id: order.id,
    created_at: order.createdAt,
  })
}

/** Writes the order and all that hangs on it; answers the numbers the database gave it and its lines. */
async function insertWhole(tx: OrderTx, order: Order): Promise<Pick<Order, 'numberId' | 'lines'>> {
  const numberId = await tx.insertGetId('orders', orderRow(order))
  const lines: OrderLine[] = []
  for (const line of order.lines) {
    const id = await tx.insertGetId('order_line', lineRow(order.id, line))
    lines.push({ ...line, id: String(id) })
  }
  for (const { kind, amountFen } of order.charges)
    await insertCharge(tx.db, { order_id: order.id, kind, amount_fen: amountFen })
  for (const entry of order.history) await insertHistory(tx.db, historyRow(order.id, entry))
  return { numberId, lines }
}
