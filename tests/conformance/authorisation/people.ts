import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { withContext } from '#kit/context.ts'
import { roles } from '../../../services/user/domain/roles.ts'
import { ask, made } from './ask.ts'
import { addressFields } from './samples.ts'
import type { Town } from './town.ts'

/** Two of everything that belongs to somebody: a shop with its staff, and a customer who orders there. */
export const sides = ['here', 'there'] as const
export type Side = (typeof sides)[number]

/** Somebody who comes to every door. */
export interface Caller {
  readonly name: string
  readonly side: Side
  readonly kind: 'nobody' | 'customer' | 'employee'
  /** As in a token: with those that they include. */
  readonly roles: readonly string[]
  /** The initial password is still to be changed. */
  readonly isConfined: boolean
  readonly authorization?: string
}

export interface People {
  readonly callers: readonly Caller[]
  /** The customer, and whoever may do everything in the shop of a side. */
  readonly customer: Readonly<Record<Side, Caller>>
  readonly boss: Readonly<Record<Side, Caller>>
  readonly shopId: Readonly<Record<Side, string>>
  /** Where the customer has things sent to; nobody touches it. */
  readonly addressId: Readonly<Record<Side, string>>
}

export const password = 'a long enough one 7'

/** What each role may stand in for, once more by hand. */
const includes: Readonly<Record<string, readonly string[]>> = {
  superAdmin: ['superAdmin', 'admin', 'manager'],
  admin: ['admin', 'manager'],
}

export async function gather(town: Town): Promise<People> {
  const shopId = { here: await openShop(town), there: await openShop(town) }
  const nobodies = await nobodiesOf(town, shopId.here)
  const customer = {
    here: await customerOf(town, 'here', '13700000001'),
    there: await customerOf(town, 'there', '13700000002'),
  }
  const employees: Caller[] = []
  for (const side of sides)
    for (const role of Object.keys(roles))
      employees.push(await employeeOf(town, { side, shopId: shopId[side], role }))
  const confined = []
  for (const role of ['superAdmin', 'manager', 'staff'])
    confined.push(await confinedOf(town, { side: 'here', shopId: shopId.here, role }))
  const bossOf = (side: Side) => employees.find((one) => one.side === side) as Caller
  const addressId = { here: await moveIn(town, customer.here), there: await moveIn(town, customer.there) }
  return {
    callers: [...nobodies, customer.here, customer.there, ...employees, ...confined],
    customer,
    boss: { here: bossOf('here'), there: bossOf('there') },
    shopId,
    addressId,
  }
}

async function moveIn(town: Town, customer: Caller): Promise<string> {
  const address = { method: 'POST', path: '/v1/addresses', body: addressFields }
  return (await made(town, customer, address)).id
}

function asSystem<T>(work: () => Promise<T>): Promise<T> {
  return withContext({ by: { kind: 'system', id: 'authorisation' } }, work)
}

function openShop({ client }: Town): Promise<string> {
  const fees = { packingFeeFen: 100, deliveryFeeFen: 600, minimumOrderFen: 0 }
  const fields = { name: '小店', address: '路1号', phone: '010-1', notice: '', ...fees }
  return asSystem(async () => {
    const { id: shopId } = await client(CatalogService).createShop({ fields })
    await client(CatalogService).setShopOpen({ shopId, open: true })
    return shopId
  })
}

/** Those who have shown nothing, or nothing that counts. */
async function nobodiesOf(town: Town, shopId: string): Promise<readonly Caller[]> {
  const once = await employeeOf(town, { side: 'here', shopId, role: 'superAdmin', name: 'once' })
  const expired = once.authorization ?? ''
  town.clock.advance(24 * 3_600_000)
  const leaver = await employeeOf(town, { side: 'here', shopId, role: 'superAdmin', name: 'leaver' })
  await made(town, leaver, { method: 'DELETE', path: '/v1/sessions/current' })
  await town.settle()
  town.clock.advance(2000)
  const left = leaver.authorization ?? ''
  const [header = '', payload = '', signature = ''] = left.split('.')
  const unsigned = `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const forged = Buffer.from(JSON.stringify({ ...claims, sid: 'other' })).toString('base64url')
  const shown: Readonly<Record<string, string | undefined>> = {
    ...{ nobody: undefined, 'an expired token': expired, 'a session that was left': left },
    ...{ 'an unsigned token': unsigned, 'a forged token': `${header}.${forged}.${signature}` },
    ...{ garbage: 'Bearer garbage', 'another scheme': 'Basic YTpi' },
  }
  return Object.entries(shown).map(([name, authorization]) => ({
    ...{ name, side: 'here', kind: 'nobody', roles: [], isConfined: false },
    ...(authorization !== undefined && { authorization }),
  }))
}

async function customerOf(town: Town, side: Side, phone: string): Promise<Caller> {
  const sent = await ask(town, undefined, { method: 'POST', path: '/v1/phone-codes', body: { phone } })
  const { shownCode: code } = JSON.parse(sent.body) as { shownCode: string }
  const authorization = await enter(town, { grant: 'phone', phone, code })
  const name = side === 'here' ? 'a customer' : 'another customer'
  return { name, side, kind: 'customer', roles: [], isConfined: false, authorization }
}

interface Job {
  readonly side: Side
  readonly shopId: string
  readonly role: string
  readonly name?: string
}

async function employeeOf(town: Town, { side, shopId, role, name = role }: Job): Promise<Caller> {
  const username = `${name}${side}`.toLowerCase()
  const draft = { shopId, username, name, phone: '13800000000', password, roles: [role] }
  await asSystem(() => town.client(UserService).createEmployee(draft))
  const authorization = await enter(town, { grant: 'employee', username, password })
  const told = side === 'here' ? name : `${name} of another shop`
  const held = includes[role] ?? [role]
  return { name: told, side, kind: 'employee', roles: held, isConfined: false, authorization }
}

/** With a password that was made up, and so is somebody else's word. */
async function confinedOf(town: Town, job: Job): Promise<Caller> {
  const { side, shopId, role } = job
  const username = `confined${role}`.toLowerCase()
  const draft = { shopId, username, name: role, phone: '13800000000', password: '', roles: [role] }
  const { initialPassword } = await asSystem(() => town.client(UserService).createEmployee(draft))
  const authorization = await enter(town, { grant: 'employee', username, password: initialPassword })
  const held = includes[role] ?? [role]
  return { name: `${role}, confined`, side, kind: 'employee', roles: held, isConfined: true, authorization }
}

async function enter(town: Town, grant: Readonly<Record<string, string>>): Promise<string> {
  const opened = await made(town, undefined, { method: 'POST', path: '/v1/sessions', body: grant })
  return `Bearer ${opened.accessToken}`
}
