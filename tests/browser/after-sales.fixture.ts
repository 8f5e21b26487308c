import { newKey } from '../journeys/api.ts'
import { type Customer, expect, find, paidOrder, type Stage } from '../journeys/stage.ts'

/** An order that is at its customer's door. */
export async function deliveredOrder(people: Stage, customer: Customer, dishId: string): Promise<string> {
  const { id } = await paidOrder(people, customer, dishId)
  for (const verb of ['accept', 'dispatch', 'complete'])
    expect(await people.manager.send('POST', `/v1/orders/${id}/${verb}`), 200)
  return id
}

/** Somebody asked for a piece of it back, and the shop agreed. */
export async function claimGranted(people: Stage, customer: Customer, orderId: string): Promise<void> {
  const lines = (await find(customer, orderId)).lines as { id: string }[]
  const wish = { reason: '汤洒了', lines: [{ lineId: lines[0]?.id, quantity: 1 }] }
  const path = `/v1/orders/${orderId}/claims`
  const claim = expect(await customer.send('POST', path, wish, newKey()), 201).body
  expect(await people.manager.send('POST', `/v1/claims/${claim.id}/approve`, { answer: '抱歉' }), 200)
}
