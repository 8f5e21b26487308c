import { Fault } from '#kit/fault.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import { type Attempt, holdsPlace, next, type Signal, sources } from '../domain/attempt.ts'
import { sameAttempt, tombstone } from '../domain/opening.ts'
import type { Announce } from '../events.ts'
import type { PaymentStore } from '../ports.ts'
import { keepNotice } from './differences.ts'
import { writeEntries } from './journal.ts'
import { type AttemptRow, attemptOf, type PaymentTables } from './tables.ts'

type PaymentTx = Tx<PaymentTables>

export const attemptTimer = 'query-attempt'
export const dayTimer = 'reconcile-day'

type AttemptVerbs = Pick<
  PaymentStore,
  | 'openAttempt'
  | 'findAttempt'
  | 'recordPrepaid'
  | 'beginClosing'
  | 'recordClosed'
  | 'recordSettlement'
  | 'askAgain'
  | 'holderOf'
>

export function createAttemptStore(storage: Storage<PaymentTables>, announce: Announce): AttemptVerbs {
  return {
    openAttempt: (attempt, queryAt) => storage.tx('openAttempt', (tx) => openAttempt(tx, attempt, queryAt)),

    findAttempt: (attemptId) => storage.read('findAttempt', (db) => readAttempt(db, attemptId)),

    recordPrepaid: (attemptId, prepayRef) =>
      storage.tx('recordPrepaid', async (tx) => {
        await move(tx, attemptId, 'prepaid', { prepay_ref: prepayRef })
        return requireAttempt(tx, attemptId)
      }),

    beginClosing: (closing, at, queryAt) =>
      storage.tx('beginClosing', async (tx) => {
        if (await tx.insertIgnore('attempt', { ...rowOf(tombstone(closing, at)) }))
          return tombstone(closing, at)
        sameAttempt(await requireOfOrder(tx, closing), closing)
        if (await move(tx, closing.attemptId, 'close asked', {})) await ask(tx, closing.attemptId, queryAt)
        return requireAttempt(tx, closing.attemptId)
      }),

    recordClosed: (attemptId, checkAt) =>
      storage.tx('recordClosed', async (tx) => {
        if (await move(tx, attemptId, 'closed', { open_guard: null })) await ask(tx, attemptId, checkAt)
        return requireAttempt(tx, attemptId)
      }),

    recordSettlement: ({ before, to, payment, entries }, { at, event, reconcile }) =>
      storage.tx('recordSettlement', async (tx) => {
        const paid = {
          provider_txn: payment.transaction,
          paid_amount_fen: payment.amountFen,
          paid_at: payment.paidAt,
        }
        const settled = await tx.db
          .updateTable('attempt')
          .set({ ...paid, state: to, updated_at: at })
          .where('id', '=', before.id)
          .where('state', '=', before.state)
          .executeTakeFirst()
        if (settled.numUpdatedRows !== 1n) return false
        await writeEntries(
          tx,
          { txId: `paid:${before.id}`, orderId: before.orderId, ref: before.id, at },
          entries,
        )
        if (event) await keepNotice(tx, event, 'APPLIED', at)
        if (reconcile) await setTimer(tx, { kind: dayTimer, ref: reconcile.day, dueAt: reconcile.at })
        await announce.settled(tx, before, payment, to)
        return true
      }),

    askAgain: (attemptId, at) => storage.tx('askAgain', (tx) => ask(tx, attemptId, at)),

    holderOf: (transaction) =>
      storage.read('holderOf', async (db) => {
        const row = await db
          .selectFrom('attempt')
          .select('id')
          .where('provider_txn', '=', transaction)
          .executeTakeFirst()
        return row?.id ?? null
      }),
  }
}

/** CLOSED never opens again, so that counting the closed ones first is as good as a guard; the rest is UNIQUE. */
async function openAttempt(tx: PaymentTx, attempt: Attempt, queryAt: number): Promise<Attempt> {
  const known = await findAttempt(tx, attempt.id)
  if (known) return sameAttempt(known, { ...attempt, attemptId: attempt.id })
  const closed = await tx.db
    .selectFrom('attempt')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('order_id', '=', attempt.orderId)
    .where('n', '<', attempt.n)
    .where('state', '=', 'CLOSED')
    .executeTakeFirstOrThrow()
  const isFirst = Number(closed.count) === attempt.n - 1
  if (!isFirst || !(await tx.insertIgnore('attempt', { ...rowOf(attempt) }))) {
    const now = await findAttempt(tx, attempt.id)
    if (now) return sameAttempt(now, { ...attempt, attemptId: attempt.id })
    throw new Fault('conflict', 'EARLIER_ATTEMPT_OPEN', 'an earlier attempt is not closed')
  }
  await ask(tx, attempt.id, queryAt)
  return attempt
}

/** Applies a signal to an attempt; tells whether it changed anything. */
async function move(
  tx: PaymentTx,
  attemptId: string,
  signal: Exclude<Signal, 'paid'>,
  changes: Partial<AttemptRow>,
): Promise<boolean> {
  const to = next('INIT', signal)
  if (to === null) throw new Error(`the signal ${signal} leads nowhere`)
  const moved = await tx.db
    .updateTable('attempt')
    .set({ ...changes, state: to })
    .where('id', '=', attemptId)
    .where('state', 'in', sources(signal, to))
    .executeTakeFirst()
  return moved.numUpdatedRows === 1n
}

async function ask(tx: PaymentTx, attemptId: string, at: number): Promise<void> {
  await setTimer(tx, { kind: attemptTimer, ref: attemptId, dueAt: at })
}

async function readAttempt(db: PaymentTx['db'], attemptId: string): Promise<Attempt | null> {
  const row = await db.selectFrom('attempt').selectAll().where('id', '=', attemptId).executeTakeFirst()
  return row ? attemptOf(row) : null
}

const findAttempt = (tx: PaymentTx, attemptId: string) => readAttempt(tx.db, attemptId)

async function requireAttempt(tx: PaymentTx, attemptId: string): Promise<Attempt> {
  const attempt = await findAttempt(tx, attemptId)
  if (!attempt) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such payment attempt')
  return attempt
}

/** The attempt of that id, or the one that has its number in the order. */
async function requireOfOrder(
  tx: PaymentTx,
  named: { attemptId: string; orderId: string; n: number },
): Promise<Attempt> {
  const row = await tx.db
    .selectFrom('attempt')
    .selectAll()
    .where((where) =>
      where.or([where('id', '=', named.attemptId), where.and({ order_id: named.orderId, n: named.n })]),
    )
    .executeTakeFirstOrThrow()
  return attemptOf(row)
}

function rowOf(attempt: Attempt): AttemptRow {
  return {
    id: attempt.id,
    order_id: attempt.orderId,
    n: attempt.n,
    channel: attempt.channel,
    amount_fen: attempt.amountFen,
    state: attempt.state,
    open_guard: holdsPlace(attempt.state) ? attempt.orderId : null,
    openid: attempt.openid,
    client_ip: attempt.clientIp,
    description: attempt.description,
    expires_at: attempt.expiresAt,
    prepay_ref: attempt.prepayRef,
    provider_txn: null,
    paid_amount_fen: 0,
    paid_at: 0,
    created_at: attempt.createdAt,
    updated_at: attempt.createdAt,
  }
}
