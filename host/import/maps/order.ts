import { OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import type { OldRow } from '../schema.ts'
import { fenOf, instantOf, lineOf, type Mapped, notesOf, wholeOf } from '../values.ts'
import { type Fate, fateOf } from './fate.ts'
import { type LinesOf, linesOf, type NewLine, type Sold } from './lines.ts'

export interface NewOrder {
  readonly number: string
  readonly customerId: string
  readonly amountFen: number
  readonly lines: readonly NewLine[]
  readonly charges: readonly { readonly kind: string; readonly amountFen: number }[]
  readonly address: { readonly consignee: string; readonly phone: string; readonly text: string }
  readonly remark: string
  readonly cutlery: number
  readonly deliverAt: number
  readonly placedAt: number
  readonly paidAt: number
  readonly endedAt: number
  readonly state: OrderState
  readonly cancelReason: string
  readonly cancelNote: string
  readonly refunded: boolean
}

/** What an order is mapped with. */
export interface Around extends Sold {
  readonly now: number
  customerId(oldId: string | null): string | undefined
}

/** An order with its lines, and which of them stayed behind. */
export interface MappedOrder {
  readonly order: NewOrder
  readonly lines: LinesOf
}

export function orderOf(row: OldRow, details: readonly OldRow[], around: Around): Mapped<MappedOrder> {
  const customerId = around.customerId(row.user_id ?? null)
  if (customerId === undefined) return { skip: 'CUSTOMER_MISSING' }
  const amountFen = fenOf(row.amount)
  if (amountFen === undefined || amountFen < 1) return { skip: 'AMOUNT_INVALID' }
  const fate = fateOf(row, around.now)
  if ('skip' in fate) return fate
  const lines = linesOf(details, around)
  const charges = chargesOf(row, amountFen, lines)
  const number = lineOf(row.number, 32)
  return {
    take: {
      order: {
        ...headOf(row),
        ...endOf(row, fate),
        number,
        customerId,
        amountFen,
        lines: lines.taken,
        charges,
      },
      lines,
    },
    notes: [
      ...(fate.note ? [fate.note] : []),
      ...notesOf({
        NO_LINES: details.length === 0,
        NUMBER_MISSING: number === '',
        AMOUNT_DIFFERS: charges.some(({ kind }) => kind === 'difference'),
      }),
    ],
  }
}

function headOf(row: OldRow) {
  const isScheduled = row.delivery_status === '0'
  return {
    address: {
      consignee: lineOf(row.consignee ?? row.user_name, 50),
      phone: lineOf(row.phone, 20),
      text: lineOf(row.address, 255),
    },
    remark: lineOf(row.remark, 100),
    cutlery: Math.min(99, Math.max(0, wholeOf(row.tableware_number) ?? 0)),
    deliverAt: isScheduled ? (instantOf(row.estimated_delivery_time) ?? 0) : 0,
  }
}

function endOf(row: OldRow, { end, placedAt, paidAt, endedAt, refunded, note }: Fate) {
  const times = { placedAt, paidAt, endedAt, refunded }
  if (end === 'completed') return { ...times, state: OrderState.COMPLETED, cancelReason: '', cancelNote: '' }
  const cancelNote = lineOf(row.rejection_reason || row.cancel_reason, 200)
  const cancelReason = note === 'CLOSED_UNPAID' ? 'TIMEOUT' : reasonOf(row)
  return { ...times, state: OrderState.CANCELLED, cancelReason, cancelNote }
}

/** By the words that the old installation itself wrote; whatever else is written there the shop wrote. */
function reasonOf({ rejection_reason, cancel_reason }: OldRow): string {
  if ((rejection_reason ?? '') !== '') return 'REJECTED'
  if (cancel_reason?.includes('超时')) return 'TIMEOUT'
  return cancel_reason?.includes('用户取消') ? 'CUSTOMER' : 'SHOP'
}

/**
 * Packing was written down in whole yuan, delivery only as what is left. Where the lines do not make sense of
 * the amount, it is kept, because it was paid, and the rest is called what it is.
 */
function chargesOf({ pack_amount }: OldRow, amountFen: number, { taken, skipped }: LinesOf) {
  const goodsFen = taken.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0)
  const packingFen = Math.max(0, wholeOf(pack_amount) ?? 0) * 100
  const restFen = amountFen - goodsFen - packingFen
  const isWhole = restFen >= 0 && taken.length > 0 && skipped.size === 0
  const charges = [
    { kind: 'packing', amountFen: packingFen },
    { kind: isWhole ? 'delivery' : 'difference', amountFen: restFen },
  ]
  return charges.filter((charge) => charge.amountFen !== 0)
}
