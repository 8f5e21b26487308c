import { seededRandom } from '#kit/random.ts'
import { officialTables, type TableName } from './schema.ts'

/** An old installation to be made up, the same for the same plan. */
export interface TownPlan {
  readonly orders: number
  readonly seed: number
  /** Of a hundred orders, customers and addresses how many are dirty. */
  readonly dirtyPercent: number
}

export type Values = readonly (string | number | null)[]

/** What became of its rows where the import is right: by table and reason; the rest comes in. */
export type Expected = Record<string, Record<string, number>>

export interface OldTown {
  /** Every row, table after table as a dump has them. */
  rows(): Generator<{ table: TableName; values: Values }, void, void>
  /** Filled while the rows are drawn. */
  readonly expected: Expected
  readonly found: Record<string, number>
}

const firstDay = Date.UTC(2024, 0, 1)
const dayMs = 86_400_000

/** `2024-03-01 12:30:00`, as the old installation wrote China's time. */
export function written(instant: number): string {
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export function oldTown(plan: TownPlan): OldTown {
  const random = seededRandom(plan.seed)
  const expected: Expected = {}
  const found: Record<string, number> = {}
  const customers = Math.max(20, Math.ceil(plan.orders / 20))
  const isDirty = () => random.below(100) < plan.dirtyPercent
  const skip = (table: TableName, reason: string, times = 1) => {
    const reasons = expected[table] ?? {}
    reasons[reason] = (reasons[reason] ?? 0) + times
    expected[table] = reasons
  }
  const tools: Tools = { plan, customers, draw: (bound) => random.below(bound), isDirty, skip }
  function* rows() {
    for (const { table, values } of allRows(tools)) {
      found[table] = (found[table] ?? 0) + 1
      yield { table, values }
    }
  }
  return { rows, expected, found }
}

interface Tools {
  readonly plan: TownPlan
  readonly customers: number
  draw(bound: number): number
  isDirty(): boolean
  skip(table: TableName, reason: string, times?: number): void
}

type Rows = Generator<{ table: TableName; values: Values }, void, void>

function* allRows(tools: Tools): Rows {
  yield* addressRows(tools)
  yield* menuRows(tools)
  yield* employeeRows(tools)
  yield* orderRows(tools)
  yield* setMealRows(tools)
  yield { table: 'shopping_cart', values: [1, '米饭', null, 1, 3, null, null, 2, '2.00', null] }
  tools.skip('shopping_cart', 'CART_LEFT')
  yield* customerRows(tools)
}

function* customerRows({ customers, isDirty, draw, skip }: Tools): Rows {
  const openidOf = (id: number) => `openid-${id}`
  for (let id = 1; id <= customers; id++) {
    const isTwin = id > 10 && isDirty()
    if (isTwin) skip('user', 'OPENID_TAKEN')
    const openid = openidOf(isTwin ? 1 + draw(10) : id)
    const at = draw(4) === 0 ? null : written(firstDay + draw(300) * dayMs)
    yield { table: 'user', values: [id, openid, null, null, null, null, null, at] }
  }
}

function* addressRows({ customers, isDirty, draw, skip }: Tools): Rows {
  const place = ['1100', '北京市', '1101', '北京市', '110101', '朝阳区']
  for (let id = 1; id <= customers; id++) {
    const dirt = isDirty() ? draw(3) : -1
    const owner = dirt === 0 ? customers + 1_000 + id : 1 + draw(customers)
    const phone = dirt === 1 ? '12345' : `138${String(10_000_000 + id)}`
    if (dirt === 0) skip('address_book', 'CUSTOMER_MISSING')
    if (dirt === 1) skip('address_book', 'ADDRESS_INVALID')
    // Two defaults of one customer are no rarity.
    const values = [id, owner, '王小明', '1', phone, ...place, `建国路${id}号 '甲'座`, '2', draw(2)]
    yield { table: 'address_book', values }
  }
}

function* menuRows({ skip }: Tools): Rows {
  const none = [null, null, null, null]
  const categories: readonly Values[] = [
    [11, 1, '酒水饮料', 10, 1],
    [12, 1, '传统主食', 9, 1],
    [13, 2, '人气套餐', 12, 1],
    [14, 9, '无类', 1, 1],
  ]
  for (const values of categories) yield { table: 'category', values: [...values, ...none] }
  skip('category', 'KIND_UNKNOWN')
  const dishes: readonly Values[] = [
    [1, '王老吉', 11, '6.00', 'https://pictures.invalid/wanglaoji.png', '凉茶', 1],
    [2, '北冰洋', 11, '4.00', null, '汽水', 1],
    [3, '米饭', 12, '2.00', null, null, 1],
    [4, '酸菜/鱼', 12, '56.50', null, "原料：汤，草鱼\n酸菜 'x'", 0],
    [5, '免费', 12, '0.00', null, null, 1],
    [8, '可乐1.5L（大）/冰*', 11, '6.00', null, null, 1],
    [6, '套餐里的菜', 13, '5.00', null, null, 1],
    [7, '无分类', 99, '5.00', null, null, 1],
  ]
  for (const values of dishes) yield { table: 'dish', values: [...values, ...none] }
  skip('dish', 'PRICE_INVALID')
  skip('dish', 'CATEGORY_KIND_WRONG')
  skip('dish', 'CATEGORY_MISSING')
  const flavours: readonly Values[] = [
    [1, 4, '辣度', '["不辣","微辣","中辣","重辣"]'],
    [2, 4, '忌口', '不要葱'],
    [3, 4, '甜味', '[]'],
    [4, 999, '辣度', '["不辣"]'],
    [5, 1, '温度', '["热饮","常温","去冰"]'],
    [6, 5, '温度', '["热饮"]'],
  ]
  for (const values of flavours) yield { table: 'dish_flavor', values }
  skip('dish_flavor', 'FLAVOUR_NOT_JSON')
  skip('dish_flavor', 'FLAVOUR_EMPTY')
  skip('dish_flavor', 'DISH_MISSING')
  skip('dish_flavor', 'DISH_SKIPPED')
}

function* setMealRows({ skip }: Tools): Rows {
  const none = [null, null, null, null]
  const meals: readonly Values[] = [
    [1, 13, '双人餐', '12.00', 1, null, null],
    [2, 13, '空套餐', '10.00', 1, null, null],
    [3, 13, '停售的菜', '60.00', 1, null, null],
    [4, 13, '缺菜套餐', '20.00', 1, null, null],
  ]
  for (const values of meals) yield { table: 'setmeal', values: [...values, ...none] }
  skip('setmeal', 'FIELDS_INVALID')
  const parts: readonly Values[] = [
    [1, 1, 1, '王老吉', '6.00', 1],
    [2, 1, 3, '米饭', '2.00', 2],
    [3, 2, 999, '没有', '2.00', 1],
    [4, 3, 4, '酸菜鱼', '56.00', 1],
    [5, 77, 1, '王老吉', '6.00', 1],
    [6, 4, 1, '王老吉', '6.00', 1],
    [7, 4, 5, '免费', '0.00', 1],
  ]
  for (const values of parts) yield { table: 'setmeal_dish', values }
  skip('setmeal_dish', 'FIELDS_INVALID')
  skip('setmeal_dish', 'SET_MEAL_MISSING')
  skip('setmeal_dish', 'DISH_MISSING')
}

/** md5('123456'), md5('old-secret') and a password as it was typed. */
export const md5Of123456 = 'e10adc3949ba59abbe56e057f20f883e'
export const plainPassword = 'plain-secret'

function* employeeRows({ skip }: Tools): Rows {
  const none = [null, null, null, null]
  const employees: readonly Values[] = [
    [1, '管理员', 'admin', md5Of123456, '13812312312', '1', '110101199001010047', 1],
    [2, '小李', 'xiaoli', plainPassword, '13812312313', '0', '110101199001010048', 1],
    [3, '离职', 'gone', md5Of123456, '13812312314', '0', '110101199001010049', 0],
    [4, '名字', '用户名', md5Of123456, '13812312315', '0', '110101199001010050', 1],
    [5, '张三', 'zhang_san', md5Of123456, '13812312316', '0', '110101199001010051', 1],
    [6, '李四', 'li', md5Of123456, '13812312317', '0', '110101199001010052', 1],
  ]
  for (const values of employees) yield { table: 'employee', values: [...values, ...none] }
  skip('employee', 'USERNAME_INVALID')
}

function* orderRows(tools: Tools): Rows {
  // A dump has the lines of all orders before the orders: the same is drawn twice.
  const drawn = drawOrders(tools)
  let detail = 0
  for (const { lines } of drawn)
    for (const line of lines) yield { table: 'order_detail', values: [++detail, ...line] }
  yield { table: 'order_detail', values: [++detail, '孤儿', null, 99_999_999, 1, null, null, 1, '6.00'] }
  tools.skip('order_detail', 'ORDER_MISSING')
  for (const { values } of drawn) yield { table: 'orders', values }
}

interface DrawnOrder {
  readonly values: Values
  readonly lines: readonly Values[]
}

function drawOrders(tools: Tools): readonly DrawnOrder[] {
  return Array.from({ length: tools.plan.orders }, (_, index) => drawOrder(tools, index + 1))
}

const sold = [
  { dish: 1, name: '王老吉', price: 6 },
  { dish: 2, name: '北冰洋', price: 4 },
  { dish: 3, name: '米饭', price: 2 },
  { dish: 4, name: '酸菜鱼', price: 56.5 },
  { dish: 46, name: '下架的菜', price: 18 },
] as const

/** Six ends of clean orders, and what is wrong with the others. */
function drawOrder({ plan, customers, draw, isDirty, skip }: Tools, id: number): DrawnOrder {
  const placed = firstDay + Math.floor((id * 600 * dayMs) / plan.orders) + draw(3_600) * 1_000
  const picks = Array.from({ length: 1 + draw(3) }, () => {
    return { ...(sold[draw(sold.length)] ?? sold[0]), pieces: 1 + draw(3) }
  })
  const goods = picks.reduce((sum, { price, pieces }) => sum + price * pieces, 0)
  const pack = picks.reduce((sum, { pieces }) => sum + pieces, 0)
  const dirt = isDirty() ? draw(8) : -1
  const lines = picks.map(({ dish, name, price, pieces }): Values => {
    return [name, null, id, dish, null, dish === 4 ? '微辣' : null, pieces, price.toFixed(2)]
  })
  const end = endOf(draw(20), placed, draw)
  const amount = (goods + pack + 6).toFixed(2)
  const order = { ...end, amount, customer: 1 + draw(customers), number: String(placed) }
  const skipped = (reason: string) => {
    skip('orders', reason)
    skip('order_detail', 'ORDER_SKIPPED', lines.length)
  }
  const values = (changes: Partial<typeof order> = {}) => {
    return orderValues(id, placed, pack, { ...order, ...changes })
  }
  switch (dirt) {
    case 0:
      skipped('CUSTOMER_MISSING')
      return { lines, values: values({ customer: customers + 5_000 }) }
    case 1:
      skipped('AMOUNT_INVALID')
      return { lines, values: values({ amount: '0.00' }) }
    case 2:
      skipped('COMPLETED_UNPAID')
      return { lines, values: values({ status: 5, payStatus: 0, paid: null }) }
    case 3:
      return { lines, values: values({ amount: '0.01' }) }
    case 4:
      return { lines: [], values: values() }
    case 5:
      return { lines, values: values({ number: '1700000000000' }) }
    case 6:
      skip('order_detail', 'QUANTITY_INVALID')
      return { lines: [...lines, ['零份', null, id, 1, null, null, 0, '6.00']], values: values() }
    case 7:
      skipped('ORDER_OPEN')
      return { lines, values: values({ status: 3, payStatus: 1 }) }
    default:
      return { lines, values: values() }
  }
}

interface End {
  readonly status: number
  readonly payStatus: number
  readonly paid: number | null
  readonly over: number | null
  readonly reason: string | null
}

function endOf(lot: number, placed: number, draw: (bound: number) => number): End {
  const paid = placed + draw(600) * 1_000
  const over = paid + draw(3_600) * 1_000
  if (lot === 0) return { status: 6, payStatus: 0, paid: null, over, reason: '订单超时，自动取消' }
  if (lot === 1) return { status: 6, payStatus: 2, paid, over, reason: '用户取消' }
  if (lot === 2) return { status: 6, payStatus: 1, paid, over, reason: '餐厅已打烊，暂时无法接单' }
  if (lot === 5) return { status: 5, payStatus: 2, paid, over, reason: null }
  if (lot === 3) return { status: 1, payStatus: 0, paid: null, over: null, reason: null }
  if (lot === 4) return { status: 4, payStatus: 1, paid, over: null, reason: null }
  return { status: 5, payStatus: 1, paid, over: draw(5) === 0 ? null : over, reason: null }
}

function orderValues(
  id: number,
  placed: number,
  pack: number,
  order: End & { amount: string; customer: number; number: string },
): Values {
  const { status, payStatus, paid, over, reason } = order
  const at = (instant: number | null) => (instant === null ? null : written(instant))
  return [
    ...[id, order.number, status, order.customer, 1, written(placed), at(paid), 1, payStatus, order.amount],
    ...['少放辣\\盐', '13812345678', "建国路1号'甲'座", null, '王小明', reason, null],
    ...[status === 6 ? at(over) : null, written(placed + 3_600_000), 1, status === 5 ? at(over) : null],
    ...[pack, 1, 0],
  ]
}

/** The columns of a whole row, with those that nobody reads. */
export function columnsOf(table: TableName): readonly string[] {
  const audited = ['employee', 'category', 'dish', 'setmeal'].includes(table)
  const audit = ['create_time', 'update_time', 'create_user', 'update_user']
  return [...officialTables[table], ...(audited ? audit : [])]
}
