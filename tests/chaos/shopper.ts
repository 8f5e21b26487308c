import assert from 'node:assert/strict'
import { type Answer, newKey } from '../journeys/api.ts'
import { type Ledger, lineText, type ShownLine, type ShownOrder } from './ledger.ts'
import { persist, type Trouble } from './patience.ts'
import type { Draw } from './draw.ts'
import { customer, type Visitor } from './visitor.ts'

/** Where the load goes, and what it knows. */
export interface Town {
  readonly url: string
  readonly shopId: string
  readonly dishIds: readonly string[]
  readonly ledger: Ledger
  readonly trouble: Trouble
  readonly draw: Draw
}

const address = {
  consignee: '测试',
  phone: '13900000000',
  sex: 'F',
  ...{ province: '北京市', city: '北京市', district: '海淀区', detail: '测试路1号', label: 'home' },
}

/** Orders again and again until told to stop; every order ends in one of the ways orders end. */
export async function shop(town: Town, isOver: () => boolean): Promise<void> {
  const me = await customer(town)
  const { id: addressId } = definite(await me.ask('POST', '/v1/addresses', address), 201)
  while (!isOver()) {
    const order = await buy(town, me, addressId)
    if (order) await decide(town, me, order)
  }
}

/** Fills the cart and submits it; null where the shop refuses. */
async function buy(town: Town, me: Visitor, addressId: string): Promise<ShownOrder | null> {
  const { shopId, draw, ledger } = town
  definite(await me.ask('DELETE', `/v1/cart?shopId=${shopId}`), 200)
  for (let lines = draw.from(1, 3); lines > 0; lines--) {
    const item = { kind: 'DISH', id: draw.one(town.dishIds), options: [] }
    definite(await me.ask('POST', '/v1/cart/items', { shopId, item, quantity: draw.from(1, 3) }), 200)
  }
  const quoted = definite(await me.ask('GET', `/v1/cart/quote?shopId=${shopId}`), 200)
  const body = { shopId, addressId, expectedAmountFen: quoted.amountFen, remark: '', cutlery: 1 }
  const key = newKey()
  const submit = () => me.ask('POST', '/v1/orders', body, key)
  const answers = await Promise.all(draw.chance(0.1) ? [submit(), submit()] : [submit()])
  const orders = await Promise.all(answers.map((answer) => orderOf(town, me, key, answer)))
  const [order] = orders
  if (!order) return null
  for (const other of orders) assert.equal(other?.id, order.id, 'a double press is answered one order')
  assert.deepEqual(order.lines.map(lineText), (quoted.lines as ShownLine[]).map(quotedText(town, order)))
  assert.equal(order.amountFen, quoted.amountFen)
  const cart = definite(await me.ask('GET', `/v1/cart?shopId=${shopId}`), 200)
  assert.deepEqual(cart.lines, [], 'what was ordered is out of the cart')
  ledger.saw(order)
  return order
}
