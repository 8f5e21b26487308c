import { Fault } from '#kit/fault.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import { type Attempt, holdsPlace, next, type Signal, sources } from '../domain/attempt.ts'
import { type Closing, sameAttempt, tombstone } from '../domain/opening.ts'
import type { Settlement } from '../domain/payment.ts'
import type { Announce } from '../events.ts'
import type { Occasion, PaymentStore } from '../ports.ts'
import { keepNotice, planDay } from './differences.ts'
import { writeEntries } from './journal.ts'
import { type AttemptRow, attemptOf, attemptRow, type PaymentTables } from './tables.ts'

type PaymentTx = Tx<PaymentTables>

export const attemptTimer = 'query-attempt'

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
  | 'forgetPayer'
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
      storage.tx('beginClosing', (tx) => beginClosing(tx, closing, at, queryAt)),

    recordClosed: (attemptId, checkAt) =>
      storage.tx('recordClosed', async (tx) => {
        if (await move(tx, attemptId, 'closed', {})) await ask(tx, attemptId, checkAt)
        return requireAttempt(tx, attemptId)
      }),

    recordSettlement: (settlement, occasion) =>
      storage.tx('recordSettlement', (tx) => recordSettlement(tx, announce, settlement, occasion)),

    askAgain: (attemptId, at) => storage.tx('askAgain', (tx) => ask(tx, attemptId, at)),

    forgetPayer: (orderId) =>
      storage.tx('forgetPayer', async (tx) => {
        const attempts = tx.db.updateTable('attempt').set({ openid: '', client_ip: '' })
        await attempts.where('order_id', '=', orderId).execute()
      }),

    holderOf: (transaction) =>
      storage.read('holderOf', async (db) => {
        const holders = db.selectFrom('attempt').select('id').where('provider_txn', '=', transaction)
        return (await holders.executeTakeFirst())?.id ?? null
      }),
  }
}

/** CLOSED never opens again, so counting the closed ones first is as good as a guard; the rest is UNIQUE. */
async function openAttempt(tx: PaymentTx, attempt: Attempt, queryAt: number): Promise<Attempt> {
  const known = await readAttempt(tx.db, attempt.id)
  if (known) return sameAttempt(known, { ...attempt, attemptId: attempt.id })
  const closed = await tx.db
    .selectFrom('attempt')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('order_id', '=', attempt.orderId)
    .where('n', '<', attempt.n)
    .where('state', '=', 'CLOSED')
    .executeTakeFirstOrThrow()
  const areEarlierClosed = Number(closed.count) === attempt.n - 1
  if (areEarlierClosed && (await tx.insertIgnore('attempt', { ...attemptRow(attempt) }))) {
    await ask(tx, attempt.id, queryAt)
    return attempt
  }
  const meanwhile = await readAttempt(tx.db, attempt.id)
  if (meanwhile) return sameAttempt(meanwhile, { ...attempt, attemptId: attempt.id })
  throw new Fault('conflict', 'EARLIER_ATTEMPT_OPEN', 'an earlier attempt is not closed')
}

async function beginClosing(tx: PaymentTx, closing: Closing, at: number, queryAt: number): Promise<Attempt> {
  const stone = tombstone(closing, at)
  if (await tx.insertIgnore('attempt', { ...attemptRow(stone) })) return stone
  sameAttempt(await requireOfOrder(tx, closing), closing)
  if (await move(tx, closing.attemptId, 'close asked', {})) await ask(tx, closing.attemptId, queryAt)
  return requireAttempt(tx, closing.attemptId)
}

async function recordSettlement(
  tx: PaymentTx,
  announce: Announce,
  { before, to, payment, entries }: Settlement,
  { at, event, reconcile }: Occasion,
): Promise<boolean> {
  const { transaction, amountFen, paidAt } = payment
  const paid = { provider_txn: transaction, paid_amount_fen: amountFen, paid_at: paidAt }
  const settled = await tx.db
    .updateTable('attempt')
    .set({ ...paid, state: to, updated_at: at })
    .where('id', '=', before.id)
    .where('state', '=', before.state)
    .executeTakeFirst()
  if (settled.numUpdatedRows !== 1n) return false
  const booking = { txId: `paid:${before.id}`, orderId: before.orderId, ref: before.id, at }
  await writeEntries(tx, booking, entries)
  if (event) await keepNotice(tx, event, 'APPLIED', at)
  if (reconcile) await planDay(tx, reconcile.day, reconcile.at)
  await announce.settled(tx, before, payment, to)
  return true
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
    .set({ ...changes, state: to, ...(holdsPlace(to) ? {} : { open_guard: null }) })
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

async function requireAttempt(tx: PaymentTx, attemptId: string): Promise<Attempt> {
  const attempt = await readAttempt(tx.db, attemptId)
  if (!attempt) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such payment attempt')
  return attempt
}

/** The attempt of that id, or the one that has its number in the order. */
async function requireOfOrder(tx: PaymentTx, { attemptId, orderId, n }: Closing): Promise<Attempt> {
  const row = await tx.db
    .selectFrom('attempt')
    .selectAll()
    .where((where) => where.or([where('id', '=', attemptId), where.and({ order_id: orderId, n })]))
    .executeTakeFirstOrThrow()
  return attemptOf(row)
}
