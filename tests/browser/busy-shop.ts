import { newKey } from '../journeys/api.ts'
import { expect, paidOrder, type Stage } from '../journeys/stage.ts'

/** Gives every screen of the shop something to show: an order to cook, one on its way, and an open claim. */
export async function busyShop(people: Stage): Promise<void> {
  const customer = await people.customer()
  const dish = await people.newDish(3800)
  const served = async (...verbs: readonly string[]) => {
    const { id } = await paidOrder(people, customer, dish)
    for (const verb of verbs) expect(await people.manager.send('POST', `/v1/orders/${id}/${verb}`), 200)
    return id
  }
  await served()
  await served('accept')
  await served('accept', 'dispatch')
  const arrived = await served('accept', 'dispatch', 'complete')
  const wish = { reason: '少了一份', amountFen: 500 }
  expect(await customer.send('POST', `/v1/orders/${arrived}/claims`, wish, newKey()), 201)
}
