import { type Payment, settle } from '../domain/payment.ts'
import type { OrderNeeds } from '../ports.ts'

const racesMax = 5

/** Applies what the provider says was paid: once, whoever tells it and however often. */
export async function settleOrder(
  needs: Pick<OrderNeeds, 'store' | 'clock' | 'rules'>,
  orderId: string,
  payment: Payment,
): Promise<void> {
  for (let race = 0; race < racesMax; race++) {
    const order = await needs.store.find(orderId)
    if (!order) throw new Error('money came for an order that is not there')
    const at = needs.clock.now()
    const occasion = { by: { kind: 'system', id: 'payment' } as const, at }
    const settlement = settle(order, payment, occasion, needs.rules().windows)
    if (settlement.do === 'nothing') return
    if (settlement.do === 'refund') return needs.store.recordRefund(orderId, settlement.duty, payment, at)
    if (await needs.store.moveOrder(settlement.move, payment)) return
  }
  throw new Error('the order kept moving while its payment was settled')
}
