import { made } from './ask.ts'
import type { Side } from './people.ts'
import type { World } from './things.ts'

type Part = 'category' | 'dish' | 'setMeal'
type ItemKind = 'DISH' | 'SET_MEAL'

interface Category {
  readonly id: string
  readonly kind: ItemKind
  readonly name: string
}

let named = 0

/** Something new on the menu of a side's shop, for sale. */
export async function menuOf(world: World, side: Side, part: Part): Promise<string> {
  if (part === 'category') return looseCategory(world, side)
  const categoryId = await categoryFor(world, side, part === 'setMeal' ? 'SET_MEAL' : 'DISH')
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

const shelves = new WeakMap<World, Map<string, Promise<string>>>()

/** One category for all that is made of a kind: a shop has only so many. */
function categoryFor(world: World, side: Side, kind: ItemKind): Promise<string> {
  const known = shelves.get(world) ?? new Map<string, Promise<string>>()
  shelves.set(world, known)
  const found = known.get(`${kind} ${side}`) ?? createCategory(world, side, kind)
  known.set(`${kind} ${side}`, found)
  return found
}

/** One that stands there already and holds nothing, or a new one. */
async function looseCategory(world: World, side: Side): Promise<string> {
  const { town, people } = world
  const shelf = await categoryFor(world, side, 'DISH')
  const listed = { method: 'GET', path: `/v1/shops/${people.shopId[side]}/categories` }
  const { items } = (await made(town, people.boss[side], listed)) as { items: readonly Category[] }
  const loose = items.find(({ id, kind, name }) => kind === 'DISH' && id !== shelf && name.startsWith(prefix))
  return loose?.id ?? createCategory(world, side, 'DISH')
}

function createCategory(world: World, side: Side, kind: ItemKind): Promise<string> {
  return create(world, side, 'categories', { kind, name: newName(), sort: 1, enabled: true })
}

const prefix = '名称'

export const newName = () => `${prefix}${++named}`

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
