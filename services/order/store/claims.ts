import type { Kysely, Selectable } from 'kysely'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { type Claim, type ClaimState, claimsMax } from '../domain/claim.ts'
import type { HistoryEntry } from '../domain/order.ts'
import type { AnnounceAfterSales } from '../events.ts'
import type { ClaimQuery, ClaimStore, UsedKey } from '../ports.ts'
import { assertNotClosed } from './closed-customers.ts'
import { give } from './grants.ts'
import { touch } from './money.ts'
import { piecesOf } from './read-grants.ts'
import { readOrder } from './read-orders.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>
type Reader = Kysely<OrderTables>

export function createClaimStore(storage: Storage<OrderTables>, announce: AnnounceAfterSales): ClaimStore {
  return {
    ...readVerbs(storage),

    record: (orderId, key, decide) =>
      storage.tx('recordClaim', async (tx) => {
        await touch(tx, orderId)
        if (await ofKey(tx.db, key).executeTakeFirst()) return 'KEY_USED'
        const claim = decide(await readOrder(tx.db, orderId))
        await assertNotClosed(tx, claim.customerId, claim.createdAt)
        const earlier = tx.db.selectFrom('claim').select('state').where('order_id', '=', orderId)
        const states = (await earlier.execute()).map(({ state }) => state)
        if (states.includes('OPEN')) return 'OPEN'
        if (states.length >= claimsMax) return 'FULL'
        await insert(tx, claim, key)
        await announce.claimed(tx, claim)
        return claim
      }),

    end: (claim) =>
      storage.tx('endClaim', async (tx) => {
        if (!(await settle(tx, claim))) return false
        await announce.claimed(tx, claim)
        return true
      }),

    approve: (approved, decide) =>
      storage.tx('approveClaim', async (tx) => {
        await touch(tx, approved.orderId)
        if (!(await settle(tx, approved))) return null
        const { n: refundN, amountFen: grantedFen } = await give(tx, announce, approved.orderId, { decide })
        const outcome = { granted_fen: grantedFen, refund_n: refundN }
        await tx.db.updateTable('claim').set(outcome).where('id', '=', approved.id).execute()
        const whole = { ...approved, grantedFen, refundN }
        await announce.claimed(tx, whole)
        return whole
      }),
  }
}

function readVerbs(storage: Storage<OrderTables>): Pick<ClaimStore, 'find' | 'findByKey' | 'list'> {
  return {
    find: (claimId) =>
      storage.read('findClaim', async (db) => {
        const row = await db.selectFrom('claim').selectAll().where('id', '=', claimId).executeTakeFirst()
        return row ? ((await withLines(db, [row]))[0] ?? null) : null
      }),

    findByKey: (key) =>
      storage.read('findClaimByKey', async (db) => {
        const row = await ofKey(db, key).executeTakeFirst()
        const [claim] = row ? await withLines(db, [row]) : []
        return row && claim ? { claim, isSame: row.fingerprint === sha256Hex(key.fingerprint) } : null
      }),

    list: (query) =>
      storage.read('listClaims', async (db) => withLines(db, await newestOf(db, query).execute())),
  }
}

/** Whoever finds it open settles it; all others find it settled. */
async function settle(tx: OrderTx, { id, state, answer, settledBy, settledAt }: Claim): Promise<boolean> {
  const settled = await tx.db
    .updateTable('claim')
    .set({ state, answer, settled_by: settledBy, settled_at: settledAt, open_order_id: null })
    .where('id', '=', id)
    .where('state', '=', 'OPEN')
    .executeTakeFirst()
  return settled.numUpdatedRows === 1n
}

/** The order's open claim ends with the order: all of the money goes back anyway. */
export async function lapse(tx: OrderTx, orderId: string, { by, at }: HistoryEntry): Promise<void> {
  await tx.db
    .updateTable('claim')
    .set({ state: 'LAPSED', settled_by: by, settled_at: at, open_order_id: null })
    .where('open_order_id', '=', orderId)
    .execute()
}

async function insert(tx: OrderTx, claim: Claim, { key, fingerprint }: UsedKey): Promise<void> {
  const { id, orderId, orderNumber, shopId, customerId, state, reason, lines, imageIds } = claim
  await tx.db
    .insertInto('claim')
    .values({
      ...{ id, order_id: orderId, order_number: orderNumber, shop_id: shopId, customer_id: customerId },
      ...{ open_order_id: orderId, state, reason, image_ids: imageIds.join(',') },
      ...{ asked_fen: claim.askedFen, granted_fen: 0, refund_n: 0, answer: '', settled_by: '' },
      ...{ created_at: claim.createdAt, settled_at: 0 },
      ...{ idem_key: key, fingerprint: sha256Hex(fingerprint) },
    })
    .execute()
  for (const { lineId, quantity } of lines) {
    const pieces = { claim_id: id, line_id: Number(lineId), quantity }
    await tx.db.insertInto('claim_line').values(pieces).execute()
  }
}

/** The key of a customer, whose name is `customer:7` where a person is named. */
function ofKey(db: Reader, { by, key }: UsedKey) {
  return db.selectFrom('claim').selectAll().where('customer_id', '=', by).where('idem_key', '=', key)
}

function newestOf(db: Reader, { orderId, shopId, states, before, limit }: ClaimQuery) {
  let select = db.selectFrom('claim').selectAll().orderBy('id', 'desc').limit(limit)
  if (orderId !== undefined) select = select.where('order_id', '=', orderId)
  if (shopId !== undefined) select = select.where('shop_id', '=', shopId)
  if (states.length > 0) select = select.where('state', 'in', states)
  if (before !== '') select = select.where('id', '<', before)
  return select
}

async function withLines(
  db: Reader,
  rows: readonly Selectable<OrderTables['claim']>[],
): Promise<readonly Claim[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const lines = await db.selectFrom('claim_line').selectAll().where('claim_id', 'in', ids).execute()
  return rows.map((row) => ({
    ...{ id: row.id, orderId: row.order_id, orderNumber: row.order_number, shopId: row.shop_id },
    ...{ customerId: row.customer_id, state: row.state as ClaimState, reason: row.reason },
    lines: lines.filter(({ claim_id }) => claim_id === row.id).map(piecesOf),
    imageIds: row.image_ids === '' ? [] : row.image_ids.split(','),
    ...{ askedFen: row.asked_fen, grantedFen: row.granted_fen, refundN: row.refund_n },
    ...{ answer: row.answer, settledBy: row.settled_by },
    ...{ createdAt: row.created_at, settledAt: row.settled_at },
  }))
}
