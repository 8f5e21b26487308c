import { OrderService, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Channel, PaymentService } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { type Person, withContext } from '#kit/context.ts'
import type { Client } from '#kit/rpc/service.ts'
import type { PlannedOrder } from './month.ts'
import type { Cast, Stage } from './stage.ts'
import { until } from './until.ts'

const system: Person = { kind: 'system', id: 'demo' }

/** One order of the plan on stage; its id is made by the submit, because it carries that moment. */
interface Scene {
  readonly stage: Stage
  readonly cast: Cast
  readonly planned: PlannedOrder
  readonly orders: Client<typeof OrderService>
  readonly customer: Cast['customers'][number]
  orderId: string
}

/** Everything that may be done to a planned order, by whoever it is up to. */
export function createActor(stage: Stage, cast: Cast, planned: PlannedOrder) {
  const customer = cast.customers[planned.customer % cast.customers.length] ?? { id: '1', addressId: '1' }
  const orders = stage.client(OrderService)
  const scene: Scene = { stage, cast, planned, orders, customer, orderId: '' }
  const asStaff = <T>(work: () => Promise<T>) => withContext({ by: cast.staff }, work)
  const order = () => ({ orderId: scene.orderId })
  return {
    submit: () => submit(scene),
    pay: () => pay(scene),
    cancel: (note: string) => cancel(scene, note),
    accept: () => asStaff(() => orders.acceptOrder(order())),
    reject: () => asStaff(() => orders.rejectOrder({ ...order(), note: '菜品已销售完，暂时无法接单' })),
    abandon: () => asStaff(() => orders.cancelOrder({ ...order(), note: '骑手不足无法配送' })),
    dispatch: () => asStaff(() => orders.dispatchOrder(order())),
    complete: () => asStaff(() => orders.completeOrder(order())),
    isCancelled: () => reached(scene, OrderState.CANCELLED),
  }
}

function asCustomer<T>({ customer }: Scene, work: () => Promise<T>): Promise<T> {
  return withContext({ by: { kind: 'customer', id: customer.id } }, work)
}

async function submit(scene: Scene): Promise<void> {
  const { stage, cast, planned, orders, customer } = scene
  const { shopId } = cast
  const orderId = stage.ids.uuid()
  scene.orderId = orderId
  await asCustomer(scene, async () => {
    for (const { item, quantity } of planned.picks)
      await orders.addCartItem({ shopId, item: cast.items[item % cast.items.length], quantity })
    const { addressId } = customer
    const deliverAt = planned.aheadMs === 0 ? 0 : stage.clock.now() + planned.aheadMs
    const { amountFen } = await orders.quoteCart({ shopId, addressId, deliverAt })
    await orders.submitOrder({
      orderId,
      shopId,
      idempotencyKey: `demo-${orderId}`,
      addressId,
      expectedAmountFen: amountFen,
      deliverAt,
      remark: '',
      cutlery: 1,
    })
  })
}

/** Does not wait for the notification: asking the provider settles as well. */
async function pay(scene: Scene): Promise<void> {
  const { stage, orders, orderId } = scene
  const wish = { orderId, channel: Channel.WECHAT_H5, clientIp: '127.0.0.1' }
  const { parameters } = await asCustomer(scene, () => orders.payOrder(wish))
  stage.wechat.pay(new URL(parameters?.h5Url ?? '').pathname.split('/').at(-1) ?? '')
  await withContext({ by: system }, () => askProvider(stage, orderId))
  await reached(scene, OrderState.PAID)
}

async function askProvider(stage: Stage, orderId: string): Promise<void> {
  const payments = stage.client(PaymentService)
  const { attempts } = await payments.listPayments({ orderId })
  for (const { id } of attempts) await payments.queryAttempt({ attemptId: id })
}

async function cancel(scene: Scene, note: string): Promise<void> {
  await asCustomer(scene, () => scene.orders.cancelOrder({ orderId: scene.orderId, note }))
  await reached(scene, OrderState.CANCELLED)
}

function reached({ orders, orderId }: Scene, wanted: OrderState): Promise<void> {
  return until('an order to move on', async () => {
    const { state } = await withContext({ by: system }, () => orders.getOrder({ orderId }))
    return state === wanted
  })
}
