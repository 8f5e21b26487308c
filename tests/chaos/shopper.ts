import assert from 'node:assert/strict'
import { type Answer, newKey } from '../journeys/api.ts'
import type { ShownLine, ShownOrder } from './ledger.ts'
import { persist } from './patience.ts'
import type { Town } from './town.ts'
import { customer, type Visitor } from './visitor.ts'

const address = {
  consignee: '测试',
  phone: '13900000000',
  sex: 'F',
  ...{ province: '北京市', city: '北京市', district: '海淀区', detail: '测试路1号', label: 'home' },
  location: { latitudeE6: 40_050_000, longitudeE6: 116_310_000 },
}

/** Far enough to be booked in a slot. */
const slotAheadMs = 2 * 3_600_000

/** Orders again and again until told to stop; the orders end in all the ways orders end. */
export async function shop(town: Town, isOver: () => boolean): Promise<void> {
  const me = await customer(town)
  const { id: addressId } = good(await me.ask('POST', '/v1/addresses', address))
  while (!isOver()) {
    const amountFen = await fillCart(town, me)
    const order = await submit(town, me, { addressId, amountFen })
    if (order) await decide(town, me, order)
  }
}

async function fillCart({ shopId, draw, dishIds }: Town, me: Visitor): Promise<number> {
  good(await me.ask('DELETE', `/v1/cart?shopId=${shopId}`))
  for (let lines = draw.from(1, 3); lines > 0; lines--) {
    const item = { kind: 'DISH', id: draw.one(dishIds), options: [] }
    good(await me.ask('POST', '/v1/cart/items', { shopId, item, quantity: draw.from(1, 3) }))
  }
  return good(await me.ask('GET', `/v1/cart/quote?shopId=${shopId}`)).amountFen
}

/**
 * Presses the button, now and then twice; null where the shop refuses. What was ordered is what was in the
 * cart.
 */
async function submit(
  town: Town,
  me: Visitor,
  { addressId, amountFen }: { addressId: string; amountFen: number },
): Promise<ShownOrder | null> {
  const { shopId, draw } = town
  const inCart = good(await me.ask('GET', `/v1/cart?shopId=${shopId}`)).lines as ShownLine[]
  const time = draw.chance(0.2) ? { deliverAt: new Date(Date.now() + slotAheadMs).toISOString() } : {}
  const body = { shopId, addressId, expectedAmountFen: amountFen, remark: '', cutlery: 1, ...time }
  const key = newKey()
  const press = () => me.ask('POST', '/v1/orders', body, key)
  const answers = await Promise.all(draw.chance(0.15) ? [press(), press()] : [press()])
  const [order, again] = await ordersOf(town, me, key, answers)
  if (!order) return null
  if (again) assert.equal(again.id, order.id, 'a double press is one order')
  assert.equal(order.amountFen, amountFen)
  assert.deepEqual(order.lines.map(wanted), inCart.map(wanted))
  const left = good(await me.ask('GET', `/v1/cart?shopId=${shopId}`)).lines
  assert.deepEqual(left, [], 'what was ordered is out of the cart')
  return order
}

const wanted = ({ item, quantity }: ShownLine) => `${item.kind} ${item.id} × ${quantity}`

/**
 * Writes down what the presses of one submission were answered. Between two of them a place may become free,
 * so only what all were refused is refused.
 */
async function ordersOf(
  { ledger }: Town,
  me: Visitor,
  key: string,
  answers: readonly Answer[],
): Promise<readonly ShownOrder[]> {
  const orders: ShownOrder[] = []
  for (const { status, body } of answers)
    if (body.code === 'OUT_OF_STOCK')
      orders.push(good(await me.ask('GET', `/v1/orders/${body.details.orderId}`)))
    else if (status < 300) orders.push(body)
  for (const order of orders) ledger.acknowledged(key, order)
  const codes = answers.map(({ status, body }) => `${status} ${body.code}`)
  if (orders.length === 0) ledger.refused(key, codes.join())
  return orders
}

/** Leaves the order, cancels it or pays for it; after paying now and then cancels all the same. */
async function decide(town: Town, me: Visitor, { id }: ShownOrder): Promise<void> {
  const { draw, ledger } = town
  const cancel = () => me.ask('POST', `/v1/orders/${id}/cancel`, { note: '不要了' })
  if (draw.chance(0.1)) return
  if (draw.chance(0.1)) await cancel()
  else {
    await pay(town, me, id)
    if (draw.chance(0.1)) await cancel()
  }
  ledger.saw(good(await me.ask('GET', `/v1/orders/${id}`)))
}

/** Goes to the cashier, unless the order cannot be paid any more. */
async function pay(town: Town, me: Visitor, id: string): Promise<void> {
  const opened = await me.ask('POST', `/v1/orders/${id}/payments`, { channel: 'WECHAT_H5' }, newKey())
  const h5Url = opened.body.parameters?.h5Url
  if (!h5Url) return
  const { origin, pathname } = new URL(h5Url)
  await persist(origin, { method: 'POST', path: `${pathname}/pay` }, town)
}

/** The body of an answer that must be a yes. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the API answers
export function good({ status, body }: Answer): any {
  assert.ok(status < 300, `${status} ${JSON.stringify(body)}`.slice(0, 400))
  return body
}
