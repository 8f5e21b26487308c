import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import type { NoticeResult, PaymentStore, ProviderEvent } from '../ports.ts'
import type { PaymentTables } from './tables.ts'

export const dayTimer = 'reconcile-day'

const provider = 'wechat'
const textMax = 500

type DifferenceVerbs = Pick<PaymentStore, 'resultOf' | 'recordDifference' | 'recordNotice' | 'reconcileAt'>

export function createDifferenceStore(storage: Storage<PaymentTables>): DifferenceVerbs {
  return {
    resultOf: (eventId) =>
      storage.read('resultOf', async (db) => {
        const row = await db
          .selectFrom('provider_event')
          .select('result')
          .where('provider', '=', provider)
          .where('event_id', '=', eventId)
          .executeTakeFirst()
        return (row?.result as NoticeResult | undefined) ?? null
      }),

    recordDifference: (difference, { at, day, event }) =>
      storage.tx('recordDifference', async (tx) => {
        const { kind, attemptId, ref, ours, theirs, action } = difference
        if (event) await keepNotice(tx, event, 'QUARANTINED', at)
        return tx.insertIgnore('recon_diff', {
          day,
          kind,
          attempt_id: attemptId,
          ref,
          ours: ours.slice(0, textMax),
          theirs: theirs.slice(0, textMax),
          action,
          state: action === 'settled' ? 'DONE' : 'OPEN',
          created_at: at,
        })
      }),

    recordNotice: (event, result, at) =>
      storage.tx('recordNotice', async (tx) => void (await keepNotice(tx, event, result, at))),

    reconcileAt: (day, at) => storage.tx('reconcileAt', (tx) => planDay(tx, day, at)),
  }
}

/** Keeps that a notification was heard and what it led to last. */
export async function keepNotice(
  tx: Tx<PaymentTables>,
  event: ProviderEvent,
  result: NoticeResult,
  at: number,
): Promise<void> {
  const key = { provider, event_id: event.id }
  const heard = { raw_sha256: event.sha256, received_at: at, result }
  await tx.upsert('provider_event', { ...key, ...heard }, Object.keys(key), ['raw_sha256', 'result'])
}

/** Has a day compared with the provider's bill when that is there. */
export async function planDay(tx: Tx<PaymentTables>, day: string, at: number): Promise<void> {
  await setTimer(tx, { kind: dayTimer, ref: day, dueAt: at })
}
