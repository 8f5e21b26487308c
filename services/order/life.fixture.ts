import type { Order } from './domain/order.ts'
import { customer, type openShop, rice, staff } from './shop.fixture.ts'
import { acceptOrder } from './use-cases/accept-order.ts'
import { addCartItem } from './use-cases/add-cart-item.ts'
import { advanceOrder } from './use-cases/advance-order.ts'
import { completeOrder } from './use-cases/complete-order.ts'
import { dispatchOrder } from './use-cases/dispatch-order.ts'
import { getOrder } from './use-cases/get-order.ts'
import { payOrder } from './use-cases/pay-order.ts'
import { settleOrder } from './use-cases/settle-order.ts'
import { submitOrder } from './use-cases/submit-order.ts'

type Shop = Awaited<ReturnType<typeof openShop>>

let orders = 0

/** An order of so many pieces of rice at 200 fen, with 100 packing a piece and 600 delivery, paid. */
export async function paidOrder({ needs, clock, submission }: Shop, quantity = 1): Promise<Order> {
  await addCartItem(needs, { shopId: '1', item: rice, quantity }, customer)
  const wish = { idempotencyKey: `order-${++orders}`, expectedAmountFen: 300 * quantity + 600 }
  const { order } = await submitOrder(needs, submission(wish), customer)
  await payOrder(needs, { orderId: order.id, channel: 'WECHAT_H5', clientIp: '127.0.0.1' }, customer)
  const attemptId = (await getOrder(needs, order.id, customer)).attempt?.id ?? ''
  const { amountFen } = order
  await settleOrder(needs, order.id, { attemptId, amountFen, paidAt: clock.now(), late: false })
  return getOrder(needs, order.id, customer)
}

/** The same, on its way. */
export async function dispatchedOrder(shop: Shop, quantity = 1): Promise<Order> {
  const { id } = await paidOrder(shop, quantity)
  await acceptOrder(shop.needs, id, staff)
  await advanceOrder(shop.needs, id)
  return dispatchOrder(shop.needs, id, staff)
}

/** The same, arrived. */
export async function completedOrder(shop: Shop, quantity = 1): Promise<Order> {
  const { id } = await dispatchedOrder(shop, quantity)
  return completeOrder(shop.needs, id, staff)
}
