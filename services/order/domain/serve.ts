import { Fault } from '#kit/fault.ts'
import { type Move, move, type Occasion } from './move.ts'
import type { Windows } from './next-step.ts'
import { type Order, servedBy } from './order.ts'
import { cancelPaid } from './payment.ts'
import { assertPermitted, nameOf } from './person.ts'
import type { Trigger } from './transitions.ts'

/** A move by the shop's staff, or null where the same person has made it already (a second press). */
export function serve(
  found: Order | null,
  trigger: Trigger,
  occasion: Occasion,
  windows: Windows,
): Move | null {
  const order = servedBy(found, occasion.by)
  if (trigger === 'reject') assertPermitted(occasion.by, 'serving')
  if (wasMadeBy(order, trigger, nameOf(occasion.by))) return null
  if (trigger === 'accept') refuseSecond(order)
  const made = move(order, trigger, occasion, windows)
  return made.after.state === 'CANCELLED' ? cancelPaid(made, windows) : made
}

/** Whoever comes second is told who was first. */
function refuseSecond({ state, history }: Order): void {
  const acceptance = history.find(({ to }) => to === 'ACCEPTED')
  if (!acceptance || state === 'CANCELLED') return
  const details = { state, by: acceptance.by, atMs: String(acceptance.at) }
  throw new Fault('conflict', 'ORDER_ALREADY_ACCEPTED', 'the order was accepted before', { details })
}

const minutesMax = 600

/** Minutes to the door as the shop may estimate them. */
export function checkedMinutes(minutes: number): number {
  if (Number.isInteger(minutes) && minutes >= 0 && minutes <= minutesMax) return minutes
  throw new Fault('invalid', 'PARAMETER_INVALID', `an estimate is up to ${minutesMax} minutes`)
}

const resultOf: Partial<Record<Trigger, string>> = {
  accept: 'ACCEPTED',
  reject: 'CANCELLED',
  dispatch: 'DELIVERING',
  complete: 'COMPLETED',
}

function wasMadeBy(order: Order, trigger: Trigger, name: string): boolean {
  const last = order.history.at(-1)
  return last?.to === resultOf[trigger] && last?.by === name
}
