import * as answers from './answers.ts'
import type { Send } from './api.ts'
import { demoCustomers, demoEmployees } from './people.ts'

/** Runs a step of the story under its name. */
export type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>

const patienceMs = 15_000
const pauseMs = 50

/** One order from login to completed, through the API like anybody else; answers the order at the door. */
export async function tellStory(send: Send, step: Step): Promise<answers.Order> {
  const customer = await step('the customer logs in by phone', () => logInCustomer(send))
  const manager = await step('the manager logs in', () => logInManager(send))
  const { shopId } = await send(answers.me, { method: 'GET', path: '/v1/me', token: manager })
  const dish = await step('the menu is read', () => chooseDish(send, shopId))
  const visit = { send, token: customer, shopId }
  await step(`the cart holds ${dish.name}`, () => fillCart(visit, dish.id))
  const { id } = await step('the order is submitted', () => submit(visit))
  await step('the customer pays at the cashier', () => pay(visit, id))
  await step('the payment has arrived', () => reaches(visit, id, 'PAID'))
  for (const verb of ['accept', 'dispatch', 'complete']) {
    const request = { method: 'POST', path: `/v1/orders/${id}/${verb}`, token: manager } as const
    await step(`the shop: ${verb}`, () => send(answers.anything, request))
  }
  return step('the order is at the door', () => reaches(visit, id, 'COMPLETED'))
}

/** A customer in the shop. */
interface Visit {
  readonly send: Send
  readonly token: string
  readonly shopId: string
}

async function logInCustomer(send: Send): Promise<string> {
  const phone = demoCustomers[0]?.phone
  const sent = await send(answers.shownCode, { method: 'POST', path: '/v1/phone-codes', body: { phone } })
  return logIn(send, { grant: 'phone', phone, code: sent.shownCode })
}

async function logInManager(send: Send): Promise<string> {
  const [{ username, password }] = demoEmployees
  return logIn(send, { grant: 'employee', username, password })
}

async function logIn(send: Send, body: object): Promise<string> {
  const { accessToken } = await send(answers.session, { method: 'POST', path: '/v1/sessions', body })
  return accessToken
}

/** The first dish on the menu that costs enough and asks for no choice. */
async function chooseDish(send: Send, shopId: string): Promise<answers.Dish> {
  const menu = await send(answers.menu, { method: 'GET', path: `/v1/shops/${shopId}/menu` })
  const dishes = menu.categories.flatMap((category) => category.dishes)
  const needsNothing = (dish: answers.Dish) => dish.optionGroups.every((group) => group.minimum === 0)
  const found = dishes.find((dish) => dish.priceFen >= menu.shop.minimumOrderFen && needsNothing(dish))
  const dish = found ?? dishes[0]
  if (dish === undefined) throw new Error('the menu is empty')
  return dish
}

async function fillCart({ send, token, shopId }: Visit, dishId: string): Promise<void> {
  await send(answers.anything, { method: 'DELETE', path: `/v1/cart?shopId=${shopId}`, token })
  const body = { shopId, item: { kind: 'DISH', id: dishId }, quantity: 1 }
  await send(answers.anything, { method: 'POST', path: '/v1/cart/items', token, body })
}

async function submit({ send, token, shopId }: Visit): Promise<answers.Order> {
  const { items } = await send(answers.addresses, { method: 'GET', path: '/v1/addresses', token })
  const addressId = items[0].id
  const quote = `/v1/cart/quote?shopId=${shopId}&addressId=${addressId}`
  const { amountFen: expectedAmountFen } = await send(answers.quote, { method: 'GET', path: quote, token })
  const body = { shopId, addressId, expectedAmountFen, cutlery: 1 }
  return send(answers.order, { method: 'POST', path: '/v1/orders', token, body })
}

async function pay({ send, token }: Visit, orderId: string): Promise<void> {
  const path = `/v1/orders/${orderId}/payments`
  const body = { channel: 'WECHAT_H5' }
  const { parameters } = await send(answers.payment, { method: 'POST', path, token, body })
  const { origin, pathname } = new URL(parameters.h5Url)
  const paid = await fetch(`${origin}${pathname}/pay`, { method: 'POST' })
  if (!paid.ok) throw new Error(`the cashier answered ${paid.status}`)
}

async function reaches({ send, token }: Visit, orderId: string, state: string): Promise<answers.Order> {
  const endsAt = performance.now() + patienceMs
  while (performance.now() < endsAt) {
    const order = await send(answers.order, { method: 'GET', path: `/v1/orders/${orderId}`, token })
    if (order.state === state) return order
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  throw new Error(`the order did not become ${state}`)
}
