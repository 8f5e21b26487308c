import { newKey, until } from '../journeys/api.ts'
import { type Customer, expect, orderOf, paidOrder, type Stage } from '../journeys/stage.ts'

type Things = Readonly<Record<string, string>>

/** An order, claim or refund for every verb, in the state that the verb wants; by the name of the verb. */
export async function makeOrders(stage: Stage, customer: Customer, dishId: string): Promise<Things> {
  const paid = async () => (await paidOrder(stage, customer, dishId)).id
  const moved = async (id: string, ...verbs: readonly string[]) => {
    for (const verb of verbs) expect(await stage.manager.send('POST', `/v1/orders/${id}/${verb}`), 200)
    return id
  }
  const completed = async () => moved(await paid(), 'accept', 'dispatch', 'complete')
  const claimed = async () => {
    const wish = { reason: '洒了', amountFen: 1 }
    const opened = await customer.send('POST', `/v1/orders/${await completed()}/claims`, wish, newKey())
    return expect(opened, 201).body.id as string
  }
  const seen = await paid()
  return {
    ...{ getOrder: seen, listOrderNotes: seen, addOrderNote: seen, listRefunds: seen, listOrderClaims: seen },
    payOrder: (await orderOf(stage, customer, dishId)).id,
    cancelOrder: await paid(),
    remindOrder: await paid(),
    reorderOrder: await paid(),
    acceptOrder: await paid(),
    rejectOrder: await paid(),
    dispatchOrder: await moved(await paid(), 'accept'),
    completeOrder: await moved(await paid(), 'accept', 'dispatch'),
    refundOrder: await completed(),
    openClaim: await completed(),
    withdrawClaim: await claimed(),
    approveClaim: await claimed(),
    refuseClaim: await claimed(),
    retryRefund: await failedRefund(stage, customer, await completed()),
  }
}

/** Lets the first refund of an order fail; answers the order's id. */
async function failedRefund(stage: Stage, customer: Customer, id: string): Promise<string> {
  const path = `/v1/orders/${id}/refunds`
  await stage.provider({ refundOutcome: 'ABNORMAL' })
  expect(await stage.manager.send('POST', path, { amountFen: 1, reason: '洒了' }, newKey()), 201)
  const look = async () => expect(await customer.get(path), 200).body.items
  await until('the refund to fail', look, ([refund]) => refund?.state === 'ABNORMAL')
  await stage.provider({ refundOutcome: 'SUCCESS' })
  return id
}
