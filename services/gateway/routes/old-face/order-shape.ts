import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { MoneyState, type OrderSchema, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf } from '../../http.ts'
import { flavorOf } from './flavors.ts'
import type { Pictures } from './pictures.ts'
import { flagOf, localTime, money } from './wire.ts'

export type Order = PlainOf<typeof OrderSchema>

/** The old numbers: 待付款 1, 待接单 2, 待派送 3, 派送中 4, 已完成 5, 已取消 6. */
const statusOf: Readonly<Record<OrderState, number>> = {
  [OrderState.UNSPECIFIED]: 0,
  [OrderState.PLACING]: 1,
  [OrderState.PENDING]: 1,
  [OrderState.CLOSING]: 1,
  [OrderState.PAID]: 2,
  [OrderState.ACCEPTED]: 3,
  [OrderState.DELIVERING]: 4,
  [OrderState.COMPLETED]: 5,
  [OrderState.CANCELLED]: 6,
}

const states = Object.keys(statusOf).map(Number) as readonly OrderState[]

/** Which states are asked for: all of them without a number, none for a number that no order has. */
export function statesOf(status: number | undefined): readonly OrderState[] | 'all' {
  return status === undefined ? 'all' : states.filter((state) => state !== 0 && statusOf[state] === status)
}

/** What is found in these states, by a search that takes no states for all. */
export async function foundIn<Found extends { readonly orders: readonly Order[]; readonly total: number }>(
  wanted: readonly OrderState[] | 'all',
  search: (asked: readonly OrderState[]) => Promise<Found>,
): Promise<Pick<Found, 'orders' | 'total'>> {
  if (wanted !== 'all' && wanted.length === 0) return { orders: [], total: 0 }
  return search(wanted === 'all' ? [] : wanted)
}

/** The old numbers of where the money is: 未支付 0, 已支付 1, 退款 2. */
const payStatusOf: Readonly<Record<MoneyState, number>> = {
  [MoneyState.UNSPECIFIED]: 0,
  [MoneyState.UNPAID]: 0,
  [MoneyState.PAID]: 1,
  [MoneyState.RETURNED]: 2,
}

export function moneyStateOf(payStatus: number | undefined): MoneyState {
  if (payStatus === undefined) return MoneyState.UNSPECIFIED
  return [MoneyState.UNPAID, MoneyState.PAID, MoneyState.RETURNED][payStatus] ?? MoneyState.UNSPECIFIED
}

/** An order with its lines, as the old OrderVO. */
export function showOrder(order: Order, pictures: Pictures) {
  return {
    ...showHead(order),
    orderDishes: dishesOf(order),
    orderDetailList: order.lines.map((line) => showLine(order, line, pictures)),
  }
}

/** The same for the list of the shop, which has the lines in one text. */
export function showListed(order: Order) {
  return { ...showHead(order), orderDishes: dishesOf(order), orderDetailList: null }
}

function showHead(order: Order) {
  const { state, address, deliverAt, estimatedAt, cutlery, charges } = order
  const packing = charges.find(({ kind }) => kind === 'packing')?.amountFen ?? 0
  return {
    id: order.numberId,
    number: order.number,
    status: statusOf[state],
    userId: Number(order.customerId),
    addressBookId: order.addressId === '' ? null : Number(order.addressId),
    orderTime: localTime(order.createdAt),
    checkoutTime: localTime(order.paidAt),
    payMethod: 1,
    payStatus: payStatusOf[order.money],
    amount: money(order.amountFen),
    remark: order.remark,
    userName: null,
    phone: address?.phone ?? '',
    address: address?.text ?? '',
    consignee: address?.consignee ?? '',
    ...cancelOf(order),
    estimatedDeliveryTime: localTime(deliverAt || estimatedAt),
    deliveryStatus: deliverAt === 0 ? 1 : 0,
    deliveryTime: state === OrderState.COMPLETED ? localTime(order.updatedAt) : null,
    packAmount: packing / 100,
    tablewareNumber: cutlery,
    tablewareStatus: flagOf(order.cutleryByMeal),
    // The old times have no seconds, and who counts down to one needs them.
    payDeadline: order.payDeadline === 0 ? null : momentOf(order.payDeadline),
  }
}

/** Why it was cancelled; the reason of a rejection has a place of its own. */
function cancelOf({ state, cancelReason, cancelNote, updatedAt }: Order) {
  const words = cancelNote === '' ? (cancelWords[cancelReason] ?? null) : cancelNote
  const isRejected = cancelReason === 'REJECTED'
  return {
    cancelReason: isRejected ? null : words,
    rejectionReason: isRejected ? words : null,
    cancelTime: state === OrderState.CANCELLED ? localTime(updatedAt) : null,
  }
}

const cancelWords: Readonly<Record<string, string>> = {
  TIMEOUT: '订单超时，自动取消',
  CUSTOMER: '用户取消',
  OUT_OF_STOCK: '库存不足',
}

export function dishesOf({ lines }: Order): string {
  return lines.map(({ name, quantity }) => `${name}*${quantity};`).join('')
}

function showLine({ numberId }: Order, line: Order['lines'][number], pictures: Pictures) {
  return {
    id: Number(line.id),
    name: line.name,
    orderId: numberId,
    ...showItem(line.item),
    number: line.quantity,
    amount: money(line.unitPriceFen),
    image: pictures.addressOf(line.image),
  }
}

/** Which thing a line of an order or a cart is. */
export function showItem(item: Order['lines'][number]['item']) {
  const isDish = item?.kind === ItemKind.DISH
  const itemId = Number(item?.id ?? 0)
  return {
    dishId: isDish ? itemId : null,
    setmealId: isDish ? null : itemId,
    dishFlavor: flavorOf(item?.options ?? []),
  }
}
