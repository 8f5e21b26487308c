import { z } from 'zod'
import { type Route, rawBody } from '#kit/http/route.ts'
import type { Asked } from './ask.ts'
import { menuOf, newName } from './menu.ts'
import type { Caller, Side } from './people.ts'
import { addressFields, exportFields, exportKey, pictureBytes, workbookFields } from './samples.ts'
import type { World } from './things.ts'

type Sent = Pick<Asked, 'body' | 'query' | 'contentType' | 'key'>
type Write = (world: World, side: Side) => Promise<Sent> | Sent

const menuFields: Write = async (world, side) => {
  const categoryId = await menuOf(world, side, 'category')
  return { body: { categoryId, name: newName(), priceFen: 1000 } }
}
const setMealFields: Write = async (world, side) => {
  const parts = [{ dishId: await menuOf(world, side, 'dish'), copies: 1 }]
  const { body } = await menuFields(world, side)
  return { body: { ...body, parts } }
}
const employeeFields = { name: '小李', phone: '13800000002', roles: ['staff'] }
const categoryFields = () => ({ body: { kind: 'DISH', name: newName(), sort: 1, enabled: true } })
const addressWritten = () => ({ body: addressFields })

/** What is sent where a sample of the declared shape would be refused, or would name nothing there is. */
const written: Readonly<Record<string, Write>> = {
  addCartItem: async (world, side) => {
    const item = { kind: 'DISH', id: await menuOf(world, side, 'dish') }
    return { body: { shopId: world.people.shopId[side], item } }
  },
  changePassword: () => ({ body: { oldPassword: 'not this one', newPassword: 'another one 8' } }),
  changeConfig: () => ({
    body: { version: null, changes: [{ service: 'order', key: 'payWindowMs', value: -1 }] },
  }),
  createAddress: addressWritten,
  createCategory: categoryFields,
  createDish: menuFields,
  createEmployee: () => ({ body: { ...employeeFields, username: `new${newName().slice(2)}` } }),
  createExport: () => ({ body: exportFields, key: exportKey }),
  createSetMeal: setMealFields,
  createWorkbook: () => ({ body: workbookFields, key: exportKey }),
  openSession: () => ({ body: { grant: 'phone', phone: '13700000009', code: '000000' } }),
  putImage: () => ({ body: pictureBytes, contentType: 'image/png' }),
  sendPhoneCode: () => ({ body: { phone: '13700000009' } }),
  refreshSession: () => ({ body: { refreshToken: 'x'.repeat(43) } }),
  setShopOpen: () => ({ body: { open: true } }),
  submitOrder: ({ people }, side) => {
    const [shopId, addressId] = [people.shopId[side], people.addressId[side]]
    return { body: { shopId, addressId, expectedAmountFen: 0 } }
  },
  updateAddress: addressWritten,
  updateCategory: categoryFields,
  updateDish: menuFields,
  updateEmployee: () => ({ body: employeeFields }),
  updateSetMeal: setMealFields,
}

/** What a caller sends beside the address: well-formed, so that it is the caller who is refused. */
export async function sentTo(route: Route, world: World, { side }: Caller): Promise<Sent> {
  const write = written[route.name]
  const query = sampleOf(route.query) as Record<string, string>
  const body = route.body === rawBody ? new Uint8Array([1]) : sampleOf(route.body)
  const sample = { query, ...(route.method !== 'GET' && body !== undefined && { body: body as object }) }
  return { ...sample, ...(await write?.(world, side)) }
}

interface Json {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Json[]
  readonly oneOf?: readonly Json[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Json>>
  readonly items?: Json
  readonly minItems?: number
  readonly minimum?: number
  readonly minLength?: number
}

function sampleOf(shape: z.ZodType): unknown {
  return sample(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Json)
}

/** The least that a shape lets pass. */
function sample(shape: Json): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const [first] = shape.anyOf ?? shape.oneOf ?? []
  if (first) return sample(first)
  if (shape.type === 'object') {
    const required = shape.required ?? []
    return Object.fromEntries(required.map((name) => [name, sample(shape.properties?.[name] ?? {})]))
  }
  if (shape.type === 'array')
    return Array.from({ length: shape.minItems ?? 0 }, () => sample(shape.items ?? {}))
  if (shape.type === 'boolean') return true
  if (shape.type === 'integer' || shape.type === 'number') return Math.max(0, shape.minimum ?? 0)
  return shape.type === 'string' ? sampleText(shape) : undefined
}

const samples: Readonly<Record<string, string>> = {
  date: '2025-10-01',
  'date-time': '2025-10-01T00:00:00+08:00',
  uuid: '01999999-0000-7000-8000-000000000002',
}

function sampleText({ format, pattern, minLength = 1 }: Json): string {
  const known = samples[format ?? '']
  if (known !== undefined) return known
  return pattern === undefined ? 'x'.repeat(Math.max(1, minLength)) : '1'
}
