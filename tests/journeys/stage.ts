import assert from 'node:assert/strict'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoEmployees } from '../../host/demo/people.ts'
import { type Answer, call, login, loginByPhone, newKey, newPhone, until, type Visitor } from './api.ts'

/** Where a running platform is reached, and the folder its test switches are read from. */
export interface Place {
  readonly url: string
  readonly wechatUrl: string
  readonly dataDir: string
}

/** A platform with people in it: what every journey begins with. */
export interface Stage extends Place {
  readonly shopId: string
  readonly manager: Visitor
  customer(): Promise<Customer>
  /** A customer who came by WeChat and can pay inside the mini program. */
  wechatCustomer(): Promise<Customer>
  /** A dish that only this journey sells; `stock` limits it. */
  newDish(priceFen: number, stock?: number): Promise<string>
  /** Changes how the provider behaves. */
  provider(switches: Readonly<Record<string, unknown>>): Promise<void>
  /** Holds up an rpc for as long as it stands, for instance `InventoryService/Reserve`. */
  stall(rpc: string): void
  /** Ends all misbehaviour. */
  calm(): Promise<void>
}

export interface Customer extends Visitor {
  readonly addressId: string
  readonly phone: string
}

export async function openStage(place: Place): Promise<Stage> {
  const [boss] = demoEmployees
  const { username, password } = boss
  const manager = await login(place.url, { grant: 'employee', username, password })
  const shopId = (await manager.get('/v1/me')).body.shopId as string
  const categories = (await manager.get(`/v1/shops/${shopId}/categories`)).body.items as {
    id: string
    kind: string
  }[]
  const categoryId = categories.find(({ kind }) => kind === 'DISH')?.id ?? ''
  const stallsFile = join(place.dataDir, 'stalls.json')
  let dishes = 0

  return {
    ...place,
    shopId,
    manager,
    async customer() {
      const phone = newPhone()
      return withAddress(await loginByPhone(place.url, phone), phone)
    },
    async wechatCustomer() {
      return withAddress(await login(place.url, { grant: 'wechat', jsCode: `demo-${newKey()}` }), newPhone())
    },
    async newDish(priceFen, stock) {
      const name = `测试菜${Date.now() % 1_000_000}${dishes++}`
      const fields = { categoryId, name, priceFen, image: '', description: '', optionGroups: [] }
      const made = expect(await manager.send('POST', `/v1/shops/${shopId}/dishes`, fields), 201)
      const { id } = made.body
      expect(await manager.send('PUT', `/v1/dishes/${id}/on-sale`, { onSale: true }), 200)
      if (stock !== undefined) {
        const change = { onHand: stock, dailyAmount: null, reason: '测试' }
        expect(await manager.send('PUT', `/v1/shops/${shopId}/stock/${id}`, change), 200)
      }
      return id
    },
    async provider(switches) {
      expect(await call(place.wechatUrl, { method: 'PUT', path: '/simulator/switches', body: switches }), 200)
    },
    stall(rpc) {
      writeFileSync(`${stallsFile}.new`, JSON.stringify({ [rpc]: 60_000 }))
      renameSync(`${stallsFile}.new`, stallsFile)
    },
    async calm() {
      rmSync(stallsFile, { force: true })
      expect(await call(place.wechatUrl, { method: 'POST', path: '/simulator/reset' }), 200)
    },
  }
}

/** Near the demo's shop. */
async function withAddress(visitor: Visitor, phone: string): Promise<Customer> {
  const region = { province: '北京市', city: '北京市', district: '海淀区' }
  const where = {
    ...region,
    detail: '测试路1号',
    location: { latitudeE6: 40_050_000, longitudeE6: 116_310_000 },
  }
  const fields = { consignee: '测试', phone, sex: 'F', ...where, label: 'home' }
  const address = expect(await visitor.send('POST', '/v1/addresses', fields), 201)
  return { ...visitor, addressId: address.body.id, phone }
}

/** The answer, if it has this status; else the test fails with what came instead. */
export function expect(answer: Answer, status: number, code?: string): Answer {
  const told = `${answer.status} ${JSON.stringify(answer.body)}`.slice(0, 800)
  assert.equal(answer.status, status, told)
  if (code !== undefined) assert.equal(answer.body?.code, code, told)
  return answer
}

export async function addToCart(
  customer: Visitor,
  shopId: string,
  dishId: string,
  quantity = 1,
): Promise<void> {
  const item = { kind: 'DISH', id: dishId, options: [] }
  expect(await customer.send('POST', '/v1/cart/items', { shopId, item, quantity }), 200)
}

export async function quoted(customer: Visitor, shopId: string): Promise<number> {
  return expect(await customer.get(`/v1/cart/quote?shopId=${shopId}`), 200).body.amountFen
}

export interface Order {
  readonly id: string
  readonly state: string
  readonly amountFen: number
  readonly [field: string]: unknown
}

/** What a submit sends, for whatever is in the cart now. */
export async function submission(customer: Customer, shopId: string) {
  const expectedAmountFen = await quoted(customer, shopId)
  return { shopId, addressId: customer.addressId, expectedAmountFen, remark: '', cutlery: 1 }
}

/** An order of one dish, submitted and pending. */
export async function orderOf(
  stage: Stage,
  customer: Customer,
  dishId: string,
  quantity = 1,
): Promise<Order> {
  await addToCart(customer, stage.shopId, dishId, quantity)
  const body = await submission(customer, stage.shopId)
  return expect(await customer.send('POST', '/v1/orders', body, newKey()), 201).body
}

export async function openPayment(customer: Visitor, orderId: string, channel = 'WECHAT_H5') {
  const answer = await customer.send('POST', `/v1/orders/${orderId}/payments`, { channel }, newKey())
  return expect(answer, 200).body.parameters as Record<string, string>
}

/** Presses "pay" at the provider's cashier. */
export function payAt(h5Url: string): Promise<Answer> {
  const { origin, pathname } = new URL(h5Url)
  return call(origin, { method: 'POST', path: `${pathname}/pay` })
}

export async function pay(customer: Visitor, orderId: string): Promise<void> {
  const { h5Url = '' } = await openPayment(customer, orderId)
  expect(await payAt(h5Url), 200)
}

export async function find(visitor: Visitor, orderId: string): Promise<Order> {
  return expect(await visitor.get(`/v1/orders/${orderId}`), 200).body
}

export function reaches(visitor: Visitor, orderId: string, ...states: readonly string[]): Promise<Order> {
  return until(
    `order to be ${states.join(' or ')}`,
    () => find(visitor, orderId),
    (order) => states.includes(order.state),
  )
}

/** A paid order of one dish, as the shop sees it. */
export async function paidOrder(stage: Stage, customer: Customer, dishId: string): Promise<Order> {
  const order = await orderOf(stage, customer, dishId)
  await pay(customer, order.id)
  return reaches(customer, order.id, 'PAID')
}

export function isRefunded(visitor: Visitor, orderId: string): Promise<Order> {
  return until(
    'the money to be back',
    () => find(visitor, orderId),
    (order) => order.refundedFen === order.amountFen,
  )
}
