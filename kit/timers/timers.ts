import type { KitTx } from '../storage/storage.ts'

/** A durable wake-up call: at most one per (kind, ref). */
export interface Timer {
  readonly kind: string
  /** What it is about, for instance an order id. */
  readonly ref: string
  /** Instant in ms; now or earlier wakes at once after the commit. */
  readonly dueAt: number
  readonly payload?: string
}

/**
 * What to do when a timer of a kind falls due. Runs outside any transaction and may call anything. It may run
 * more than once, so it looks at the state and does what is still to be done. When it returns, the timer is
 * removed unless it was set again meanwhile; when it throws, it is tried again with back-off (0.2 s · 2ᵏ up
 * to 60 s, with jitter).
 */
export type TimerHandler = (ref: string, payload: string) => Promise<void>

/** Sets the timer, or moves the one that is there; resets its back-off. */
export async function setTimer(tx: KitTx, timer: Timer): Promise<void> {
  const row = {
    kind: timer.kind,
    ref: timer.ref,
    due_at: timer.dueAt,
    payload: timer.payload ?? '',
    attempts: 0,
  }
  await tx.upsertKit('timer', row, ['kind', 'ref'], ['due_at', 'payload', 'attempts'])
  tx.signal('timer')
}

/** Takes the timer away if it is there; a run under way goes on. */
export async function clearTimer(tx: KitTx, kind: string, ref: string): Promise<void> {
  await tx.kit.deleteFrom('timer').where('kind', '=', kind).where('ref', '=', ref).execute()
}
