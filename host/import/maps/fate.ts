import type { OldRow } from '../schema.ts'
import { instantOf } from '../values.ts'

/** How an old order ended, as far as its numbers and dates tell. */
export interface Fate {
  readonly end: 'completed' | 'cancelled'
  readonly placedAt: number
  /** 0: never. */
  readonly paidAt: number
  readonly endedAt: number
  /** Whether the money is known to have gone back. */
  readonly refunded: boolean
  /** What was concluded rather than read. */
  readonly note?: 'CLOSED_UNPAID' | 'COMPLETED_BY_TIME' | 'REFUND_UNKNOWN' | 'COMPLETED_REFUNDED'
}

const payWindowMs = 15 * 60_000
const deliveryMs = 24 * 3_600_000

const pending = '1'
const delivering = '4'
const completed = '5'
const cancelled: ReadonlySet<string> = new Set(['6', '7'])
const live: ReadonlySet<string> = new Set([pending, '2', '3', delivering])

/**
 * Only what is over comes along: nobody here could close, refund or cook what is still under way there. What
 * its own clock would have ended by `now` counts as ended by it.
 */
export function fateOf(row: OldRow, now: number): Fate | { readonly skip: string } {
  const placedAt = instantOf(row.order_time)
  if (placedAt === undefined) return { skip: 'DATE_INVALID' }
  const status = row.status ?? ''
  const paidAt = paidAtOf(row, placedAt)
  const facts = { placedAt, paidAt, refunded: false }
  if (status === completed) return completedOf(row, facts)
  if (cancelled.has(status)) return cancelledOf(row, facts)
  if (!live.has(status)) return { skip: 'STATUS_UNKNOWN' }
  if (status === pending && paidAt === 0 && placedAt + payWindowMs <= now)
    return { ...facts, end: 'cancelled', endedAt: placedAt + payWindowMs, note: 'CLOSED_UNPAID' }
  if (status === delivering && paidAt > 0 && placedAt + deliveryMs <= now) {
    const endedAt = Math.max(paidAt, instantOf(row.delivery_time) ?? placedAt + deliveryMs)
    return { ...facts, end: 'completed', endedAt, note: 'COMPLETED_BY_TIME' }
  }
  return { skip: 'ORDER_OPEN' }
}

/** The date of payment outlives what races did to the status of payment. */
function paidAtOf({ pay_status, checkout_time }: OldRow, placedAt: number): number {
  const at = instantOf(checkout_time)
  if (at !== undefined) return Math.max(at, placedAt)
  return pay_status === '1' || pay_status === '2' ? placedAt : 0
}

type Facts = Pick<Fate, 'placedAt' | 'paidAt' | 'refunded'>

function completedOf(row: OldRow, facts: Facts): Fate | { readonly skip: string } {
  const { paidAt } = facts
  if (paidAt === 0) return { skip: 'COMPLETED_UNPAID' }
  const endedAt = Math.max(paidAt, instantOf(row.delivery_time) ?? paidAt)
  const ended = { ...facts, end: 'completed', endedAt } as const
  return row.pay_status === '2' ? { ...ended, refunded: true, note: 'COMPLETED_REFUNDED' } : ended
}

function cancelledOf(row: OldRow, facts: Facts): Fate {
  const { placedAt, paidAt } = facts
  const endedAt = Math.max(placedAt, paidAt, instantOf(row.cancel_time) ?? 0)
  const refunded = paidAt > 0 && (row.pay_status === '2' || row.status === '7')
  const ended = { ...facts, end: 'cancelled', endedAt, refunded } as const
  return paidAt > 0 && !refunded ? { ...ended, note: 'REFUND_UNKNOWN' } : ended
}
