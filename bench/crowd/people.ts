import { demoDishes } from '../../host/demo/menu.ts'
import { demoEmployees } from '../../host/demo/people.ts'
import { type Connection, createConnection, requestBytes } from '../connection.ts'
import { type Customer, json, type Portion } from './asks.ts'

/** Everybody a load needs, logged in, and what there is to order. */
export interface Crowd {
  readonly customers: readonly Customer[]
  /** Tokens. */
  readonly staff: readonly string[]
  readonly portions: readonly Portion[]
}

const atOnce = 16
const piecesMax = 9
const minimumFen = 1500

/** Registers customers with an address each, as they would do it themselves. */
export async function gather(port: number, count: number): Promise<Crowd> {
  const customers: Customer[] = []
  const drive = async () => {
    const connection = createConnection(port)
    while (customers.length < count) {
      const n = customers.push({ token: '', addressId: '' }) - 1
      customers[n] = await register(connection, n)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: atOnce }, drive))
  const connection = createConnection(port)
  const staff: string[] = []
  for (const { username, password } of demoEmployees)
    staff.push(await login(connection, { grant: 'employee', username, password }))
  const portions = await price(connection, customers[0]?.token ?? '', staff[0] ?? '')
  connection.close()
  return { customers, staff, portions }
}

async function register(connection: Connection, n: number): Promise<Customer> {
  const phone = `137${String(n).padStart(8, '0')}`
  const { shownCode } = await call(connection, 'POST', '/v1/phone-codes', { body: { phone } })
  const token = await login(connection, { grant: 'phone', phone, code: shownCode })
  const where = { province: '北京市', city: '北京市', district: '海淀区', detail: '上地十街10号' }
  const location = { latitudeE6: 40_056_000, longitudeE6: 116_308_000 }
  const body = { consignee: '张三', phone, sex: 'M', ...where, location }
  const { id: addressId } = await call(connection, 'POST', '/v1/addresses', { token, body })
  return { token, addressId }
}

async function login(connection: Connection, grant: object): Promise<string> {
  return (await call(connection, 'POST', '/v1/sessions', { body: grant })).accessToken
}

/** Dishes without end and without options, each with what an order of it costs. */
async function price(connection: Connection, customer: string, staff: string): Promise<readonly Portion[]> {
  const endless = new Set(demoDishes.filter((dish) => dish.dailyAmount === undefined).map(({ name }) => name))
  const { items } = await call(connection, 'GET', '/v1/shops/1/dishes', { token: staff })
  const portions: Portion[] = []
  for (const { id: dishId, name, priceFen, optionGroups } of items) {
    const quantity = Math.ceil(minimumFen / priceFen)
    const isPlain = optionGroups.every(({ minimum }: { minimum: number }) => minimum === 0)
    if (!endless.has(name) || !isPlain || quantity > piecesMax) continue
    const body = { item: { kind: 'DISH', id: dishId, options: [] }, quantity }
    await call(connection, 'POST', '/v1/cart/items', { token: customer, body })
    const { amountFen } = await call(connection, 'GET', '/v1/cart/quote', { token: customer })
    await call(connection, 'DELETE', '/v1/cart', { token: customer })
    portions.push({ dishId, quantity, amountFen })
  }
  return portions
}

interface Given {
  readonly token?: string
  readonly body?: object
}

/** Nothing of this is measured, so anything but a yes ends the run. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the API answers
async function call(connection: Connection, method: string, path: string, given: Given): Promise<any> {
  const headers = given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }
  const body = given.body === undefined ? '' : JSON.stringify(given.body)
  const answer = await connection.ask(requestBytes(method, path, headers, body))
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
  return json(answer)
}
