import { made } from './ask.ts'
import { menuOf, submitted } from './menu.ts'
import { oldKinds } from './old-things.ts'
import type { Caller, People, Side } from './people.ts'
import { addressFields, exportFields, exportKey, pictureBytes, workbookFields } from './samples.ts'
import type { Town } from './town.ts'

/** Whose a thing is that an address names: what is everybody's has no others. */
export type Owner = 'customer' | 'shop' | 'both' | 'everybody'

export interface Kind {
  readonly owner: Owner
  /** An id of the right form that nobody has. */
  readonly absent: string
  /** Where there is none to make: it is asked for as absent, or is no thing but a word. */
  readonly only?: 'absent' | 'own'
  /** Makes one for a side by real calls; answers its id. */
  make(world: World, side: Side): Promise<string>
}

export interface World {
  readonly town: Town
  readonly people: People
}

const absentNumber = '999999'
const absentUuid = '01999999-0000-7000-8000-000000000001'

/** By the part of an address that names a thing: what stands before its parameter, and the parameter. */
export const kinds: Readonly<Record<string, Kind>> = {
  'shops/:shopId': {
    owner: 'shop',
    absent: absentNumber,
    make: async ({ people }, side) => people.shopId[side],
  },
  'addresses/:id': {
    owner: 'customer',
    absent: absentNumber,
    make: async ({ town, people }, side) =>
      (await made(town, people.customer[side], post('/v1/addresses', addressFields))).id,
  },
  'lines/:lineId': { owner: 'customer', absent: absentNumber, make: cartLine },
  'orders/:id': { owner: 'both', absent: absentUuid, make: submitted },
  'categories/:id': {
    owner: 'shop',
    absent: absentNumber,
    make: (world, side) => menuOf(world, side, 'category'),
  },
  'dishes/:id': { owner: 'shop', absent: absentNumber, make: (world, side) => menuOf(world, side, 'dish') },
  'set-meals/:id': {
    owner: 'shop',
    absent: absentNumber,
    make: (world, side) => menuOf(world, side, 'setMeal'),
  },
  'stock/:dishId': {
    owner: 'shop',
    absent: absentNumber,
    make: (world, side) => menuOf(world, side, 'dish'),
  },
  'employees/:id': { owner: 'shop', absent: absentNumber, make: hired },
  'exports/:exportId': {
    owner: 'shop',
    absent: absentUuid,
    make: async ({ town, people }, side) => {
      const wish = post(`/v1/shops/${people.shopId[side]}/exports`, exportFields, exportKey)
      return (await made(town, people.boss[side], wish)).id
    },
  },
  'workbooks/:workbookId': {
    owner: 'shop',
    absent: absentUuid,
    make: async ({ town, people }, side) => {
      const wish = post(`/v1/shops/${people.shopId[side]}/reports/workbooks`, workbookFields, exportKey)
      return (await made(town, people.boss[side], wish)).id
    },
  },
  'messages/:seq': { owner: 'both', absent: absentNumber, only: 'absent', make: async () => absentNumber },
  'refunds/:n': { owner: 'both', absent: '9', only: 'absent', make: async () => '9' },
  'claims/:id': { owner: 'both', absent: absentUuid, only: 'absent', make: async () => absentUuid },
  'exceptions/:date': { owner: 'shop', absent: '', only: 'own', make: async () => '2025-10-20' },
  'images/:id': {
    owner: 'everybody',
    absent: 'a'.repeat(64),
    make: async ({ town, people }, side) => {
      const picture = { ...post('/v1/images', pictureBytes), contentType: 'image/png' }
      return (await made(town, people.boss[side], picture)).imageId
    },
  },
  'problems/:code': { owner: 'everybody', absent: 'NOT_A_CODE', make: async () => 'INTERNAL' },
}

const post = (path: string, body: object, key?: string) => {
  return { method: 'POST', path, body, ...(key !== undefined && { key }) }
}

async function cartLine(world: World, side: Side): Promise<string> {
  const { town, people } = world
  const shopId = people.shopId[side]
  const item = { kind: 'DISH', id: await menuOf(world, side, 'dish') }
  const cart = await made(town, people.customer[side], post('/v1/cart/items', { shopId, item }))
  return cart.lines.at(-1).id
}

let hiredSoFar = 0

async function hired({ town, people }: World, side: Side): Promise<string> {
  const username = `hired${++hiredSoFar}`
  const draft = { username, name: '小王', phone: '13800000001', roles: ['staff'] }
  return (await made(town, people.boss[side], post(`/v1/shops/${people.shopId[side]}/employees`, draft))).id
}

/** What is there now, made when it is first asked for and anew once it may have been used up. */
export interface Things {
  idOf(name: string, side: Side): Promise<string>
  forget(): void
}

export function createThings(world: World): Things {
  const made = new Map<string, Promise<string>>()
  return {
    idOf(name, side) {
      const key = `${name} ${side}`
      const found = made.get(key) ?? kindOf(name).make(world, side)
      made.set(key, found)
      return found
    },
    forget: () => made.clear(),
  }
}

export function kindOf(name: string): Kind {
  const kind = kinds[name] ?? oldKinds[name]
  if (kind) return kind
  throw new Error(
    `an address has ${name}, and nobody knows whose that is: declare it in tests/conformance/authorisation/` +
      'things.ts with its owner, an id that nobody has, and how one is made for each of the two sides',
  )
}

/** The things an address names, in its order: `shops/:shopId`, `stock/:dishId`. */
export function thingsIn(path: string): readonly string[] {
  return [...path.matchAll(/([^/]+)\/(:[A-Za-z]+)/g)].map(([, before, param]) => `${before}/${param}`)
}

/** Whether a thing of the caller's side is the caller's own. */
export function isOwned({ owner }: Kind, caller: Caller): boolean {
  if (owner === 'both' || owner === 'everybody') return true
  return owner === 'customer' ? caller.kind === 'customer' : caller.kind === 'employee'
}
