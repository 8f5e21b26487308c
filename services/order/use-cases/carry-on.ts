import { unreachable } from '#kit/assert.ts'
import { move } from '../domain/move.ts'
import { nextStep, type Step } from '../domain/next-step.ts'
import type { Order, RefundDuty } from '../domain/order.ts'
import { cancelPaid } from '../domain/payment.ts'
import type { Person } from '../domain/person.ts'
import type { Trigger } from '../domain/transitions.ts'
import type { OrderNeeds } from '../ports.ts'
import { settleOrder } from './settle-order.ts'

export type CarryOnNeeds = Pick<OrderNeeds, 'store' | 'inventory' | 'payments' | 'clock' | 'rules'>

const system: Person = { kind: 'system', id: 'order' }
const stepsMax = 20

/**
 * Does what is still to be done for an order that was read or written just now, until it only waits; answers
 * it as it stands then. It looks at the state each time and every command it gives is idempotent, so a
 * crash, a lost answer or a second runner is harmless.
 */
export async function carryOn(needs: CarryOnNeeds, order: Order): Promise<Order> {
  let current = order
  let isPlanned = false
  for (let count = 0; count < stepsMax; count++) {
    const step = nextStep(current, needs.clock.now(), needs.rules().windows)
    if (step.do === 'rest') return current
    if (step.do === 'wait') {
      if (!isPlanned) await needs.store.wake(current, step.until)
      return current
    }
    const next = await take(needs, current, step)
    if (!next) return current
    current = next
    isPlanned = !besideMoves.has(step.do)
  }
  return current
}

/** A move sets the wake-up that fits it; after these it is still to be set. */
const besideMoves: ReadonlySet<Step['do']> = new Set(['close attempt', 'refund', 'settle stock'])

type Work = Exclude<Step, { do: 'rest' } | { do: 'wait' }>

/**
 * Takes one step and answers the order after it; null where it now depends on somebody else who will tell.
 */
async function take(needs: CarryOnNeeds, order: Order, step: Work): Promise<Order | null> {
  switch (step.do) {
    case 'reserve stock':
      return reserveStock(needs, order)
    case 'close attempt':
      return closeAttempt(needs, order)
    case 'finish closing':
      return moveBy(needs, order, 'provider closed')
    case 'refund':
      return giveBack(needs, order, step.duty)
    case 'settle stock':
      return settleStock(needs, order)
    case 'close unpaid':
      return moveBy(needs, order, 'pay window over')
    case 'reject unaccepted':
      return moveBy(needs, order, 'reject')
    case 'complete delivery':
      return moveBy(needs, order, 'complete')
    default:
      return unreachable(step)
  }
}

async function reserveStock(needs: CarryOnNeeds, order: Order): Promise<Order | null> {
  const answer = await needs.inventory.reserve(order)
  if (answer.outcome !== 'REJECTED') return moveBy(needs, order, 'stock held')
  return moveBy(needs, { ...order, shortDishIds: answer.shortDishIds }, 'stock short')
}

/** Only the provider can say that nobody will pay any more. */
async function closeAttempt(needs: CarryOnNeeds, order: Order): Promise<Order | null> {
  const { attempt, id } = order
  if (!attempt) return order
  const answer = await needs.payments.close(order, attempt)
  if (answer.state === 'PAID') await settleOrder(needs, id, answer.payment)
  else if (answer.state !== 'CLOSED') return null
  await needs.store.recordAttemptClosed(id, attempt.id)
  return needs.store.find(id)
}

async function giveBack(needs: CarryOnNeeds, order: Order, duty: RefundDuty): Promise<Order | null> {
  const state = await needs.payments.refund(order.id, duty)
  const { attemptId, n } = duty
  await needs.store.recordRefundState(order.id, { attemptId, n, state, at: needs.clock.now() })
  return needs.store.find(order.id)
}

async function settleStock(needs: CarryOnNeeds, order: Order): Promise<Order | null> {
  if (order.disposition === 'COMMIT') await needs.inventory.commit(order.id)
  else await needs.inventory.release(order.id)
  await needs.store.recordStockSettled(order.id)
  return needs.store.find(order.id)
}

/** Where the race is lost somebody else has moved it: the next look shows what is left to do. */
async function moveBy(needs: CarryOnNeeds, order: Order, trigger: Trigger): Promise<Order | null> {
  const { windows } = needs.rules()
  const made = move(order, trigger, { by: system, at: needs.clock.now() }, windows)
  const whole = made.after.state === 'CANCELLED' ? cancelPaid(made, windows) : made
  return (await needs.store.moveOrder(whole)) ? whole.after : needs.store.find(order.id)
}
