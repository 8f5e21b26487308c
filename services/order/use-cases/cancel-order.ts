import { Fault } from '#kit/fault.ts'
import { cancel } from '../domain/cancel.ts'
import { type Order, visibleTo } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'
import { type MoveNeeds, moveOrder } from './move-order.ts'

/** Cancels for the customer before acceptance, for the shop until completion. */
export async function cancelOrder(
  needs: MoveNeeds & Pick<OrderNeeds, 'catalog'>,
  orderId: string,
  note: string,
  by: Person,
): Promise<Order> {
  try {
    return await moveOrder(needs, orderId, (found, occasion, windows) => {
      return cancel(visibleTo(found, by), { ...occasion, by, note }, windows)
    })
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.reason !== 'CANCEL_BY_PHONE') throw thrown
    throw await withPhone(needs, thrown)
  }
}

/** Whom to call; the refusal is the same where the catalog cannot tell. */
async function withPhone({ catalog }: Pick<OrderNeeds, 'catalog'>, refusal: Fault): Promise<Fault> {
  const { kind, reason, message, details } = refusal
  const phone = await catalog.phoneOf(details.shopId ?? '').catch(() => '')
  return new Fault(kind, reason, message, { details: { ...details, phone } })
}
