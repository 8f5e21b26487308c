import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Grant, Order, RefundDuty } from '../domain/order.ts'
import type { AnnounceAfterSales } from '../events.ts'
import type { GrantStore, UsedKey } from '../ports.ts'
import { advanceDuty, insertDuty, touch } from './money.ts'
import { withLines } from './read-grants.ts'
import { readOrder } from './read-orders.ts'
import type { OrderTables } from './tables.ts'
import { setWake } from './wake.ts'

type OrderTx = Tx<OrderTables>

export function createGrantStore(storage: Storage<OrderTables>, announce: AnnounceAfterSales): GrantStore {
  return {
    findByKey: (key) => storage.read('findGrantByKey', (db) => findByKey(db, key)),

    record: (orderId, key, decide) =>
      storage.tx('recordGrant', async (tx) => {
        await touch(tx, orderId)
        if (await findByKey(tx.db, key)) return null
        return give(tx, announce, orderId, { decide, key })
      }),

    retry: (orderId, { attemptId, n }, at) =>
      storage.tx('retryRefund', async (tx) => {
        await touch(tx, orderId)
        const isDue = await advanceDuty(tx, orderId, { attemptId, n, state: 'DUE', at })
        if (isDue) await setWake(tx, orderId, at)
        return isDue
      }),

    stepsOf: (orderId) =>
      storage.read('stepsOf', async (db) => {
        const steps = db.selectFrom('order_refund_step').selectAll().where('order_id', '=', orderId)
        const rows = await steps.orderBy('n').orderBy('step').execute()
        return rows.map(({ n, state, at }) => ({ n, state: state as RefundDuty['state'], at }))
      }),
  }
}

interface Giving {
  readonly decide: (order: Order | null) => Grant
  readonly key?: UsedKey
}

/** Grant, duty, event and wake-up; the caller holds the order's row, so what is judged is what changes. */
export async function give(
  tx: OrderTx,
  announce: AnnounceAfterSales,
  orderId: string,
  { decide, key }: Giving,
): Promise<Grant> {
  const order = await readOrder(tx.db, orderId)
  const grant = decide(order)
  if (!order) throw new Error('a grant is of an order')
  await insertGrant(tx, orderId, grant, key)
  const { amountFen, at, id } = grant
  await insertDuty(tx, orderId, { attemptId: order.winnerId, amountFen, cause: `GRANTED:${id}` }, at)
  await announce.granted(tx, order, grant)
  await setWake(tx, orderId, at)
  return grant
}

async function insertGrant(tx: OrderTx, orderId: string, grant: Grant, key?: UsedKey): Promise<void> {
  const { id, n, amountFen, reason, claimId, by, at, lines } = grant
  const keyed = key ? { idem_key: key.key, fingerprint: sha256Hex(key.fingerprint) } : noKey
  const named = { id, order_id: orderId, n, claim_id: claimId, by_name: by }
  await tx.db
    .insertInto('order_grant')
    .values({ ...named, amount_fen: amountFen, reason, at, ...keyed })
    .execute()
  for (const { lineId, quantity } of lines) {
    const pieces = { grant_id: id, line_id: Number(lineId), quantity }
    await tx.db.insertInto('order_grant_line').values(pieces).execute()
  }
}

const noKey = { idem_key: null, fingerprint: '' } as const

async function findByKey(db: OrderTx['db'], { by, key, fingerprint }: UsedKey) {
  const ofKey = db.selectFrom('order_grant').selectAll().where('by_name', '=', by)
  const row = await ofKey.where('idem_key', '=', key).executeTakeFirst()
  if (!row) return null
  const [grant] = await withLines(db, [row])
  return grant ? { grant, orderId: row.order_id, isSame: row.fingerprint === sha256Hex(fingerprint) } : null
}
