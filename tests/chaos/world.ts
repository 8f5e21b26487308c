import { demoEmployees } from '../../host/demo/people.ts'
import { login } from '../journeys/api.ts'
import { addToCart, expect, orderOf, paidOrder, type Stage, submission } from '../journeys/stage.ts'
import type { Audience } from './operations.ts'
import type { Json } from './schema.ts'

/**
 * People with tokens, and things that are really there: what is bad about a request is then nothing but its
 * badness.
 */
export interface World {
  readonly port: number
  readonly stage: Stage
  readonly tokens: { readonly customer: string; readonly staff: string; readonly manager: string }
  /** A token that is good for one purpose only: to get others. */
  readonly refreshToken: string
  /** What stands for a parameter of a path. */
  idAt(path: string, name: string): string
  /** Values for properties of bodies, by their names. */
  readonly known: Readonly<Record<string, Json>>
}

export async function populate(stage: Stage): Promise<World> {
  const { shopId, manager } = stage
  const customer = await stage.customer()
  const dishId = await stage.newDish(2000, 50)
  const paid = await paidOrder(stage, customer, dishId)
  const pending = await orderOf(stage, customer, dishId)
  await addToCart(customer, shopId, dishId)
  const { expectedAmountFen } = await submission(customer, shopId)
  const cart = expect(await customer.get(`/v1/cart?shopId=${shopId}`), 200).body
  const firstOf = async (list: string) =>
    expect(await manager.get(`/v1/shops/${shopId}/${list}`), 200).body.items[0]
  const [category, setMeal, employee] = [
    await firstOf('categories'),
    await firstOf('set-meals'),
    await firstOf('employees'),
  ]
  const [, { username, password }] = demoEmployees
  const staff = await login(stage.url, { grant: 'employee', username, password })
  const session = { grant: 'wechat', jsCode: 'demo-bad-input' }
  const opened = await fetch(`${stage.url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(session),
  })
  const { refreshToken } = (await opened.json()) as { refreshToken: string }
  const ids: Readonly<Record<string, string>> = {
    addresses: customer.addressId,
    dishes: dishId,
    'set-meals': setMeal.id,
    categories: category.id,
    employees: employee.id,
    images: setMeal.image.split('/').at(-1),
    problems: 'CART_EMPTY',
    lineId: cart.lines[0].id,
    shopId,
    dishId,
  }
  return {
    port: Number(new URL(stage.url).port),
    stage,
    tokens: { customer: await customer.token(), staff: await staff.token(), manager: await manager.token() },
    refreshToken,
    idAt(path, name) {
      if (path.startsWith('/v1/orders/')) return /accept|reject|cancel/.test(path) ? paid.id : pending.id
      const area = path.split('/').find((part) => part in ids && !part.startsWith('{')) ?? ''
      return ids[name] ?? ids[area] ?? ''
    },
    known: {
      shopId,
      dishId,
      categoryId: category.id,
      addressId: customer.addressId,
      expectedAmountFen,
      id: dishId,
    },
  }
}

/** Who may call what is meant for this audience. */
export function tokenFor({ tokens }: World, audience: Audience): string | undefined {
  if (audience === 'public') return undefined
  if (audience === 'customer' || audience === 'any') return tokens.customer
  return tokens.manager
}
