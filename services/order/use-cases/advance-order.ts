import { unreachable } from '#kit/assert.ts'
import { move } from '../domain/move.ts'
import { nextStep, type Step } from '../domain/next-step.ts'
import type { Order } from '../domain/order.ts'
import { cancelPaid } from '../domain/payment.ts'
import type { Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'
import { settleOrder } from './settle-order.ts'

export type AdvanceNeeds = Pick<OrderNeeds, 'store' | 'inventory' | 'payments' | 'clock' | 'rules'>

const system: Person = { kind: 'system', id: 'order' }
const stepsMax = 20

/**
 * Does what is still to be done for an order until it only waits. It looks at the state each time and every command it
 * gives is idempotent, so a crash, a lost answer or a second runner is harmless.
 */
export async function advanceOrder(needs: AdvanceNeeds, orderId: string): Promise<void> {
  for (let count = 0; count < stepsMax; count++) {
    const order = await needs.store.find(orderId)
    if (!order) return
    const step = nextStep(order, needs.clock.now(), needs.rules().windows)
    if (step.do === 'rest') return
    if (step.do === 'wait') return needs.store.wake(orderId, step.until)
    const progressed = await take(needs, order, step)
    if (!progressed) return
  }
}

type Work = Exclude<Step, { do: 'rest' } | { do: 'wait' }>

/** Takes one step; false where it now depends on somebody else who will tell. */
async function take(needs: AdvanceNeeds, order: Order, step: Work): Promise<boolean> {
  switch (step.do) {
    case 'reserve stock':
      return reserveStock(needs, order)
    case 'close attempt':
      return closeAttempt(needs, order)
    case 'finish closing':
      return moveBy(needs, order, 'provider closed')
    case 'refund':
      await needs.store.recordRefundState(
        order.id,
        step.duty.attemptId,
        step.duty.n,
        await needs.payments.refund(order.id, step.duty),
      )
      return true
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

async function reserveStock(needs: AdvanceNeeds, order: Order): Promise<boolean> {
  const answer = await needs.inventory.reserve(order)
  if (answer.outcome !== 'REJECTED') return moveBy(needs, order, 'stock held')
  return moveBy(needs, { ...order, shortDishIds: answer.shortDishIds }, 'stock short')
}

/** Only the provider can say that nobody will pay any more. */
async function closeAttempt(needs: AdvanceNeeds, order: Order): Promise<boolean> {
  if (!order.attempt) return true
  const answer = await needs.payments.close(order, order.attempt)
  if (answer.state === 'PAID') {
    await settleOrder(needs, order.id, answer.payment)
    await needs.store.recordAttemptClosed(order.id, order.attempt.id, needs.clock.now())
    return true
  }
  if (answer.state !== 'CLOSED') return false
  await needs.store.recordAttemptClosed(order.id, order.attempt.id, needs.clock.now())
  return true
}

async function settleStock(needs: AdvanceNeeds, order: Order): Promise<boolean> {
  if (order.disposition === 'COMMIT') await needs.inventory.commit(order.id)
  else await needs.inventory.release(order.id)
  await needs.store.recordStockSettled(order.id)
  return true
}

async function moveBy(needs: AdvanceNeeds, order: Order, trigger: Parameters<typeof move>[1]): Promise<boolean> {
  const { windows } = needs.rules()
  const made = move(order, trigger, { by: system, at: needs.clock.now() }, windows)
  await needs.store.moveOrder(made.after.state === 'CANCELLED' ? cancelPaid(made, windows) : made)
  // A lost race means that somebody else moved it: the next look shows what is left to do.
  return true
}
