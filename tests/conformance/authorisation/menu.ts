import { made } from './ask.ts'
import type { Side } from './people.ts'
import type { World } from './things.ts'

type Part = 'category' | 'dish' | 'setMeal'

let named = 0

/** Something new on the menu of a side's shop, for sale. */
export async function menuOf(world: World, side: Side, part: Part): Promise<string> {
  const kind = part === 'setMeal' ? 'SET_MEAL' : 'DISH'
  const fields = { kind, name: newName(), sort: 1, enabled: true }
  const categoryId = await create(world, side, 'categories', fields)
  if (part === 'category') return categoryId
  if (part === 'setMeal') {
    const parts = [{ dishId: await menuOf(world, side, 'dish'), copies: 1 }]
    return create(world, side, 'set-meals', { categoryId, name: newName(), priceFen: 1000, parts })
  }
  const id = await create(world, side, 'dishes', { categoryId, name: newName(), priceFen: 1000 })
  const { town, people } = world
  const sale = { method: 'PUT', path: `/v1/dishes/${id}/on-sale`, body: { onSale: true } }
  await made(town, people.boss[side], sale)
  return id
}

export const newName = () => `名称${++named}`

async function create(
  { town, people }: World,
  side: Side,
  what: 'categories' | 'dishes' | 'set-meals',
  body: object,
): Promise<string> {
  const path = `/v1/shops/${people.shopId[side]}/${what}`
  return (await made(town, people.boss[side], { method: 'POST', path, body })).id
}

/** An order of a side's customer in its shop, not yet paid. */
export async function submitted(world: World, side: Side): Promise<string> {
  const { town, people } = world
  const [customer, shopId] = [people.customer[side], people.shopId[side]]
  const send = (path: string, body: object) => made(town, customer, { method: 'POST', path, body })
  const item = { kind: 'DISH', id: await menuOf(world, side, 'dish') }
  await made(town, customer, { method: 'DELETE', path: '/v1/cart', query: { shopId } })
  await send('/v1/cart/items', { shopId, item, quantity: 1 })
  const quoted = { method: 'GET', path: '/v1/cart/quote', query: { shopId } }
  const { amountFen: expectedAmountFen } = await made(town, customer, quoted)
  return (await send('/v1/orders', { shopId, addressId: people.addressId[side], expectedAmountFen })).id
}
