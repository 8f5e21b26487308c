import { Fault } from '#kit/fault.ts'
import type { CancelReason, DeliveryAddress, Grant, HistoryEntry, Order, RefundDuty } from './order.ts'
import type { Charge, OrderLine } from './pricing.ts'
import type { State } from './transitions.ts'

/** An order that began and ended in another installation. */
export interface ImportedOrder {
  /** Its number there. */
  readonly oldId: string
  readonly number: string
  readonly shopId: string
  readonly customerId: string
  readonly amountFen: number
  readonly lines: readonly OrderLine[]
  readonly charges: readonly Charge[]
  readonly address: DeliveryAddress
  readonly remark: string
  readonly cutlery: number
  readonly deliverAt: number
  readonly placedAt: number
  /** 0: never. */
  readonly paidAt: number
  readonly endedAt: number
  readonly state: 'COMPLETED' | 'CANCELLED'
  readonly cancelReason: CancelReason
  readonly cancelNote: string
  /** Whether all of its money is known to have gone back. */
  readonly refunded: boolean
}

/** An order of another installation as it is to stand here. */
export interface Whole {
  readonly oldId: string
  readonly order: Order
  /** Tells whether it is still what was brought over. */
  readonly facts: string
}

/** What stands here for an old order; `skipped` is empty where it was brought over now. */
export interface Brought {
  readonly oldId: string
  readonly orderId: string
  readonly attemptId: string
  readonly skipped: '' | 'ALREADY_IMPORTED' | 'CHANGED_SINCE'
}

export const importedMax = 500

const payWindowMs = 15 * 60_000

/** The order with the history that its dates tell. Throws PARAMETER_INVALID where it cannot have been. */
export function importedOrder(given: ImportedOrder): Order {
  check(given)
  const { oldId, placedAt, paidAt, endedAt, state } = given
  const { number, shopId, customerId, amountFen, lines, charges } = given
  const { address, remark, cutlery, deliverAt } = given
  const history = historyOf(given)
  return {
    ...{ number, shopId, customerId, amountFen, lines, charges },
    ...{ address, addressId: '', remark, cutlery, cutleryByMeal: false, deliverAt, state, history },
    id: importedId(placedAt, oldId),
    version: history.length,
    revision: history.length,
    refunds: refundsOf(given),
    ...{ numberId: 0, grants: grantsOf(given), slotAt: 0, leadMs: 0, estimatedAt: 0, remindedAt: 0 },
    payDeadline: placedAt + payWindowMs,
    winnerId: paidAt === 0 ? '' : attemptOf(oldId),
    attempt: null,
    // The food was cooked, or was not, elsewhere: no stock of ours has to do with it.
    disposition: state === 'COMPLETED' ? 'COMMIT' : 'RELEASE',
    dispositionDone: true,
    cancelReason: state === 'COMPLETED' ? '' : given.cancelReason,
    cancelNote: state === 'COMPLETED' ? '' : given.cancelNote,
    shortDishIds: [],
    reminders: 0,
    createdAt: placedAt,
    updatedAt: endedAt,
  }
}

/** What tells whether the old order is still as it was brought over. */
export function importedFacts({ state, amountFen, paidAt, endedAt, refunded }: ImportedOrder): string {
  return JSON.stringify([state, amountFen, paidAt, endedAt, refunded])
}

/** A number that is taken, with the one that nobody else has. */
export function distinctNumber(number: string, oldId: string): string {
  return `${number.slice(0, 15)}-${oldId}`
}

/** A UUIDv7 that sorts by the time of the order, and is the same each time the order comes. */
function importedId(placedAt: number, oldId: string): string {
  const time = placedAt.toString(16).padStart(12, '0')
  const tail = Number(oldId).toString(16).padStart(15, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8${tail.slice(0, 3)}-${tail.slice(3)}`
}

const attemptOf = (oldId: string) => `import-${oldId}`

const lives: Readonly<Record<'completed' | 'paid back' | 'never paid', readonly State[]>> = {
  completed: ['PLACING', 'PENDING', 'PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED'],
  'paid back': ['PLACING', 'PENDING', 'PAID', 'CANCELLED'],
  'never paid': ['PLACING', 'PENDING', 'CLOSING', 'CANCELLED'],
}

function historyOf({ state, paidAt, placedAt, endedAt, cancelNote }: ImportedOrder): readonly HistoryEntry[] {
  const life = state === 'COMPLETED' ? 'completed' : paidAt === 0 ? 'never paid' : 'paid back'
  const states = lives[life]
  return states.map((to, index) => {
    const isEnd = index === states.length - 1 || to === 'CLOSING'
    // When it was accepted and sent out nobody wrote down.
    const at = isEnd ? endedAt : index < 2 ? placedAt : paidAt
    const note = to === 'CANCELLED' ? cancelNote : ''
    return { version: index + 1, from: states[index - 1] ?? '', to, by: 'system:import', note, at }
  })
}

function refundsOf(given: ImportedOrder): readonly RefundDuty[] {
  const { state, paidAt, oldId, amountFen, refunded } = given
  if (paidAt === 0) return []
  const duty = { n: 1, attemptId: attemptOf(oldId), amountFen } as const
  if (state === 'COMPLETED')
    return grantsOf(given).map(({ id }) => ({ ...duty, cause: `GRANTED:${id}`, state: 'DONE' }))
  return [{ ...duty, cause: 'CANCELLED', state: refunded ? 'DONE' : 'ABNORMAL' }]
}

/** What goes back of a completed order the shop has granted; when and why nobody wrote down. */
function grantsOf({ state, oldId, placedAt, amountFen, endedAt, refunded }: ImportedOrder): readonly Grant[] {
  if (state !== 'COMPLETED' || !refunded) return []
  const unknown = { lines: [], reason: 'imported', claimId: '', by: 'system:import' }
  return [{ ...unknown, id: importedId(placedAt, oldId), n: 1, amountFen, at: endedAt }]
}

function check(given: ImportedOrder): void {
  const { oldId, number, amountFen, lines, charges, state, placedAt, paidAt, endedAt } = given
  const goodsFen = lines.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0)
  const sumFen = charges.reduce((sum, charge) => sum + charge.amountFen, goodsFen)
  const isSound =
    /^[1-9]\d{0,14}$/.test(oldId) &&
    number.length >= 1 &&
    number.length <= 32 &&
    amountFen > 0 &&
    sumFen === amountFen &&
    placedAt > 0 &&
    endedAt >= Math.max(placedAt, paidAt) &&
    (paidAt === 0 || paidAt >= placedAt) &&
    (state !== 'COMPLETED' || paidAt > 0)
  if (!isSound) throw new Fault('invalid', 'PARAMETER_INVALID', `order ${oldId} cannot have been`)
}
