import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { demoCustomers, demoEmployees } from '../demo/people.ts'

const patienceMs = 15_000
// biome-ignore lint/suspicious/noExplicitAny: the demo reads what the API answers, as any client would
type Json = any

/**
 * `npm run demo -- --url http://127.0.0.1:8080`: one order from login to completed, through the API like
 * anybody else.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://127.0.0.1:8080' } } })
  const begunAt = performance.now()
  const story = createStory(values.url)
  try {
    await tell(story)
    console.log(`\n  completed in ${seconds(begunAt)}`)
    return 0
  } catch (error) {
    console.error(`\n  the demo stopped: ${error instanceof Error ? error.message : error}`)
    console.error('  Is the demo running there? npm start, then npm run demo -- --url http://127.0.0.1:8080')
    return 1
  }
}

async function tell({ step, send }: ReturnType<typeof createStory>): Promise<void> {
  const customer = await step('the customer logs in by phone', () => logInCustomer(send))
  const manager = await step('the manager logs in', () => logInManager(send))
  const { shopId } = await send('GET', '/v1/me', manager)
  const dish = await step('the menu is read', () => firstDish(send, shopId))
  const amountFen = await step(`the cart holds ${dish.name}`, () => fillCart(send, customer, shopId, dish))
  const order = await step('the order is submitted', () => submit(send, customer, shopId, amountFen))
  await step('the customer pays at the cashier', () => pay(send, customer, order.id))
  await step('the payment has arrived', () => reaches(send, customer, order.id, 'PAID'))
  for (const verb of ['accept', 'dispatch', 'complete'])
    await step(`the shop: ${verb}`, () => send('POST', `/v1/orders/${order.id}/${verb}`, manager))
  const done = await step('the order is at the door', () => reaches(send, customer, order.id, 'COMPLETED'))
  console.log(`\n  order ${done.number}: ${(done.amountFen / 100).toFixed(2)} yuan, ${done.lines[0].name}`)
}

type Send = ReturnType<typeof createStory>['send']

async function logInCustomer(send: Send): Promise<string> {
  const phone = demoCustomers[0]?.phone
  const { shownCode } = await send('POST', '/v1/phone-codes', '', { phone })
  return (await send('POST', '/v1/sessions', '', { grant: 'phone', phone, code: shownCode })).accessToken
}

async function logInManager(send: Send): Promise<string> {
  const [{ username, password }] = demoEmployees
  return (await send('POST', '/v1/sessions', '', { grant: 'employee', username, password })).accessToken
}

/** The first dish on the menu that costs enough and asks for no choice. */
async function firstDish(send: Send, shopId: string): Promise<Json> {
  const menu = await send('GET', `/v1/shops/${shopId}/menu`, '')
  const dishes = menu.categories.flatMap((category: Json) => category.dishes ?? [])
  const needsNothing = (dish: Json) => dish.optionGroups.every((group: Json) => group.minimum === 0)
  const found = dishes.find((dish: Json) => dish.priceFen >= menu.shop.minimumOrderFen && needsNothing(dish))
  return found ?? dishes[0]
}

async function fillCart(send: Send, token: string, shopId: string, dish: Json): Promise<number> {
  await send('DELETE', `/v1/cart?shopId=${shopId}`, token)
  await send('POST', '/v1/cart/items', token, { shopId, item: { kind: 'DISH', id: dish.id }, quantity: 1 })
  return (await send('GET', `/v1/cart/quote?shopId=${shopId}`, token)).amountFen
}

async function submit(send: Send, token: string, shopId: string, expectedAmountFen: number): Promise<Json> {
  const addresses = await send('GET', '/v1/addresses', token)
  const addressId = addresses.items[0].id
  return send('POST', '/v1/orders', token, { shopId, addressId, expectedAmountFen, cutlery: 1 })
}

async function pay(send: Send, token: string, orderId: string): Promise<void> {
  const { parameters } = await send('POST', `/v1/orders/${orderId}/payments`, token, { channel: 'WECHAT_H5' })
  const { origin, pathname } = new URL(parameters.h5Url)
  const paid = await fetch(`${origin}${pathname}/pay`, { method: 'POST' })
  if (!paid.ok) throw new Error(`the cashier answered ${paid.status}`)
}

async function reaches(send: Send, token: string, orderId: string, state: string): Promise<Json> {
  for (const endsAt = performance.now() + patienceMs; performance.now() < endsAt; ) {
    const order = await send('GET', `/v1/orders/${orderId}`, token)
    if (order.state === state) return order
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the order did not become ${state}`)
}

function createStory(url: string) {
  async function send(method: string, path: string, token: string, body?: unknown): Promise<Json> {
    const headers: Record<string, string> = { 'idempotency-key': randomUUID() }
    if (token !== '') headers.authorization = `Bearer ${token}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(url + path, { method, headers, ...sent })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`)
    return text === '' ? null : JSON.parse(text)
  }

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const begunAt = performance.now()
    const result = await work()
    console.log(`  ${name.padEnd(44)} ${Math.round(performance.now() - begunAt)} ms`)
    return result
  }
  return { send, step }
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

process.exitCode = await main()
