import { CatalogService, ItemKind, type ItemSchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { OrderService, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Channel, PaymentService } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import type { ManualClock } from '#kit/clock.ts'
import { type Person, withContext } from '#kit/context.ts'
import type { Ids } from '#kit/ids.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { WechatSimulator } from '../../simulators/wechat/simulator.ts'
import type { PlannedOrder } from './month.ts'

/** Who and what the plan's numbers stand for. */
export interface Cast {
  readonly shopId: string
  readonly customers: readonly { readonly id: string; readonly addressId: string }[]
  readonly staff: Person
  readonly items: readonly Pick<PlainOf<typeof ItemSchema>, 'kind' | 'id' | 'options'>[]
}

export interface Stage {
  readonly clock: ManualClock
  readonly ids: Ids
  readonly wechat: WechatSimulator
  client: Surroundings['client']
  /** Whether the services have done all that is due. */
  isQuiet(): Promise<boolean>
}

/** One thing to be done at a moment of the past. */
interface Cue {
  readonly at: number
  act(): Promise<unknown>
}

const minute = 60_000
const system: Person = { kind: 'system', id: 'demo' }
const patienceMs = 10_000

/** Plays the planned orders through the real services, moment by moment, until `now`. */
export async function playMonth(
  stage: Stage,
  cast: Cast,
  orders: readonly PlannedOrder[],
  now: number,
): Promise<void> {
  const cues = orders.flatMap((order) => cuesOf(stage, cast, order)).filter((cue) => cue.at <= now)
  cues.sort((a, b) => a.at - b.at)
  for (const cue of cues) {
    stage.clock.set(cue.at)
    await quiet(stage)
    await cue.act()
    await quiet(stage)
  }
  stage.clock.set(now)
  await quiet(stage)
}

/** Lets the background work finish before the clock moves on: no deadline passes while it runs. */
async function quiet(stage: Stage): Promise<void> {
  await until('the services to be quiet', () => stage.isQuiet())
}

/** What happens in an order's life, and when. */
function cuesOf(stage: Stage, cast: Cast, order: PlannedOrder): readonly Cue[] {
  const actor = createActor(stage, cast, order)
  const from = (minutes: number, act: () => Promise<unknown>): Cue => ({
    at: order.at + minutes * minute,
    act,
  })
  const placed = from(0, actor.submit)
  const paid = [placed, from(1, actor.pay)]
  const accepted = [...paid, from(4, actor.accept)]
  const delivering = [...accepted, from(18, actor.dispatch)]
  switch (order.fate) {
    case 'pending':
      return [placed]
    case 'never paid':
      return [placed, from(16, actor.isCancelled)]
    case 'cancelled before paying':
      return [placed, from(3, () => actor.cancel('点错了'))]
    case 'paid':
      return paid
    case 'cancelled after paying':
      return [...paid, from(2, () => actor.cancel('临时有事'))]
    case 'rejected':
      return [...paid, from(3, actor.reject)]
    case 'accepted':
      return accepted
    case 'cancelled by the shop':
      return [...accepted, from(12, actor.abandon)]
    case 'delivering':
      return delivering
    case 'completed':
      return [...delivering, from(40, actor.complete)]
  }
}

function createActor(stage: Stage, cast: Cast, planned: PlannedOrder) {
  const order = stage.client(OrderService)
  const orderId = uuidAt(stage.ids)
  const customer = cast.customers[planned.customer % cast.customers.length] ?? { id: '1', addressId: '1' }
  const asCustomer = <T>(work: () => Promise<T>) =>
    withContext({ by: { kind: 'customer', id: customer.id } }, work)
  const asStaff = <T>(work: () => Promise<T>) => withContext({ by: cast.staff }, work)
  const { shopId } = cast

  const reached = (...states: readonly OrderState[]) =>
    until('an order to move on', async () => {
      const { state } = await withContext({ by: system }, () => order.getOrder({ orderId: orderId() }))
      return states.includes(state)
    })
  const cancelled = () => reached(OrderState.CANCELLED)

  return {
    submit: () =>
      asCustomer(async () => {
        for (const { item, quantity } of planned.picks) {
          const chosen = cast.items[item % cast.items.length]
          await order.addCartItem({ shopId, item: chosen, quantity })
        }
        const quote = await order.quoteCart({ shopId })
        await order.submitOrder({
          orderId: orderId(),
          shopId,
          idempotencyKey: `demo-${orderId()}`,
          addressId: customer.addressId,
          expectedAmountFen: quote.amountFen,
          remark: '',
          cutlery: 1,
        })
      }),
    pay: async () => {
      const wish = { orderId: orderId(), channel: Channel.WECHAT_H5, clientIp: '127.0.0.1' }
      const { parameters } = await asCustomer(() => order.payOrder(wish))
      stage.wechat.pay(new URL(parameters?.h5Url ?? '').pathname.split('/').at(-1) ?? '')
      await withContext({ by: system }, () => askProvider(stage, orderId()))
      await reached(OrderState.PAID)
    },
    cancel: async (note: string) => {
      await asCustomer(() => order.cancelOrder({ orderId: orderId(), note }))
      await cancelled()
    },
    accept: () => asStaff(() => order.acceptOrder({ orderId: orderId() })),
    reject: () =>
      asStaff(() => order.rejectOrder({ orderId: orderId(), note: '菜品已销售完，暂时无法接单' })),
    abandon: () => asStaff(() => order.cancelOrder({ orderId: orderId(), note: '骑手不足无法配送' })),
    dispatch: () => asStaff(() => order.dispatchOrder({ orderId: orderId() })),
    complete: () => asStaff(() => order.completeOrder({ orderId: orderId() })),
    isCancelled: cancelled,
  }
}

/** The id is made at the moment of submitting, because it carries that moment. */
function uuidAt(ids: Ids): () => string {
  let id = ''
  return () => (id ||= ids.uuid())
}

/** Does not wait for the notification: asking settles as well. */
async function askProvider(stage: Stage, orderId: string): Promise<void> {
  const payment = stage.client(PaymentService)
  const { attempts } = await payment.listPayments({ orderId })
  for (const { id } of attempts) await payment.queryAttempt({ attemptId: id })
}

/** In real time: the clock of the past stands still meanwhile. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`the demo waited too long for ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Everything on the menu, dearest first, with the first choice where one must be made. */
export async function itemsOf(client: Surroundings['client'], shopId: string): Promise<Cast['items']> {
  const catalog = client(CatalogService)
  const { dishes } = await catalog.listDishes({ shopId })
  const { setMeals } = await catalog.listSetMeals({ shopId })
  const options = (dish: (typeof dishes)[number]) =>
    dish.optionGroups
      .filter((group) => group.minimum > 0)
      .map((group) => ({ group: group.name, choice: group.choices[0]?.name ?? '' }))
  const items = [
    ...dishes.map((dish) => ({
      kind: ItemKind.DISH,
      id: dish.id,
      options: options(dish),
      priceFen: dish.priceFen,
    })),
    ...setMeals.map(({ id, priceFen }) => ({ kind: ItemKind.SET_MEAL, id, options: [], priceFen })),
  ]
  items.sort((a, b) => b.priceFen - a.priceFen)
  return items.map(({ kind, id, options: chosen }) => ({ kind, id, options: chosen }))
}
