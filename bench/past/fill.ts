import { DatabaseSync } from 'node:sqlite'

/** A month of one shop, however many orders it has: as many days, dishes and orders of each customer. */
export interface Past {
  readonly orders: number
  readonly orderPath: string
  readonly reportPath: string
}

/** 2026-09-01 in Shanghai. */
const beginAt = Date.UTC(2026, 7, 31, 16)
const daysMs = 30 * 86_400_000
export const ordersEach = 100

export const customersOf = ({ orders }: Pick<Past, 'orders'>) => orders / ordersEach
export const atOf = (n: number, { orders }: Pick<Past, 'orders'>) =>
  beginAt + Math.floor((n * daysMs) / orders)
export const registeredAtOf = (customer: number, past: Pick<Past, 'orders'>) =>
  beginAt + Math.floor((customer * daysMs) / customersOf(past))

/** Every fiftieth order is cancelled and paid back; of every fortieth a part goes back an hour later. */
export const refundsOf = {
  whole: { every: 50, rest: 0, afterMs: 300_000 },
  part: { every: 40, rest: 1, afterMs: 3_600_000, amountFen: 500 },
} as const

export const idSql = `printf('%08x-%04x-7%03x-8000-%012x', at >> 16, at & 65535, n & 4095, n)`

/** Writes both databases by statements over all rows; what is counted is counted here once more, in SQL. */
export function fillPast(past: Past): void {
  const db = new DatabaseSync(past.orderPath)
  db.exec('pragma synchronous = off; pragma cache_size = -262144; pragma temp_store = memory')
  db.prepare('attach ? as report').run(past.reportPath)
  db.exec('begin')
  for (const statement of [...seed(past), ...orderRows, ...reportRows(past)]) db.exec(statement)
  db.exec('commit; analyze')
  db.close()
}

const seed = ({ orders }: Past) => [
  `create temp table seed as with recursive
    counted(n) as (select 0 union all select n + 1 from counted where n < ${orders - 1}),
    timed as (select n, ${beginAt} + n * ${daysMs} / ${orders} as at from counted)
    select n, at, ${idSql} as id, 1 + n % ${orders / ordersEach} as customer, 1 + n % 3 as quantity,
      1 + n % 20 as dish, iif(n % ${refundsOf.whole.every} = 0, 'CANCELLED', 'COMPLETED') as state
    from timed`,
]

const orderRows = [
  `insert into orders (id, number, shop_id, customer_id, state, version, revision, amount_fen, consignee,
    phone, address, remark, cutlery, deliver_at, pay_deadline, winner_id, attempt_n, attempt_id,
    attempt_channel, attempt_closed, disposition, disposition_done, cancel_reason, cancel_note,
    short_dish_ids, reminders, reminded_at, created_at, updated_at)
    select id, printf('N%012d', n), '1', cast(customer as text), state, iif(state = 'CANCELLED', 4, 6), 6,
      200 + quantity * 1000, '张三', '13800000000', '北京市海淀区上地十街10号', '', 1, 0,
      at + 900000, printf('a%d', n), 1, printf('a%d', n), 'WECHAT_H5', 0, '', 1, '', '', '', 0, 0,
      at, at + 360000 from seed`,
  `insert into order_line (order_id, kind, item_id, options, name, image, quantity, unit_price_fen, parts,
    category_id, category_name) select id, 'DISH', cast(dish as text), '[]', printf('菜%d', dish), '',
    quantity, 1000, '[]', cast(1 + dish % 5 as text), printf('类%d', 1 + dish % 5) from seed`,
  `insert into order_charge select id, kind, 100 from seed,
    (select 'DELIVERY' as kind union all select 'PACKING')`,
  `insert into order_history select id, version, '', iif(state = 'CANCELLED' and version = 4, state, name),
    'system:order', '', iif(version = 1, at, at + version * 60000) from seed, (
      select 1 as version, 'PLACING' as name union all select 2, 'PENDING' union all select 3, 'PAID'
      union all select 4, 'ACCEPTED' union all select 5, 'DELIVERING' union all select 6, 'COMPLETED')
    where version <= iif(state = 'CANCELLED', 4, 6)`,
  `insert into order_payment select id, printf('a%d', n), 200 + quantity * 1000, 0, at from seed`,
]

/** By the clock of Shanghai. */
const shown = (instant: string, form: string) =>
  `strftime('${form}', (${instant}) / 1000 + 28800, 'unixepoch')`
const dayOf = (instant: string) => shown(instant, '%Y-%m-%d')
const completed = `from seed where state = 'COMPLETED'`
const amount = 'sum(200 + quantity * 1000)'
const goods = 'sum(quantity), sum(quantity * 1000)'

function reportRows(past: Past): readonly string[] {
  const done = dayOf('at + 360000')
  const { part } = refundsOf
  const customers = customersOf(past)
  const tally = (figure: string, columns: string, from: string) =>
    `insert into report.tally select '1', '${figure}', ${columns} ${from} group by 3, 4`
  return [
    `insert into report.order_fact select id, '{"refunds":[]}' from seed`,
    tally('placed', `${dayOf('at')}, state, count(*), ${amount}`, 'from seed'),
    tally('turnover', `${done}, '', count(*), ${amount}`, completed),
    tally(
      'refunded',
      `${dayOf(`at + ${part.afterMs}`)}, '', count(*), count(*) * ${part.amountFen}`,
      `${completed} and n % ${part.every} = ${part.rest}`,
    ),
    tally('hour', `${done}, cast(cast(${shown('at', '%H')} as int) as text), count(*), ${amount}`, completed),
    tally('channel', `${done}, 'WECHAT_H5', count(*), ${amount}`, completed),
    tally('item', `${done}, printf('DISH:%d', dish), ${goods}`, completed),
    tally('category', `${done}, printf('CATEGORY:%d', 1 + dish % 5), ${goods}`, completed),
    tally('name', `${dayOf('at')}, printf('菜%d', dish), ${goods}`, completed),
    `insert into report.item select '1', printf('DISH:%d', dish), printf('菜%d', dish), max(at) ${completed}
      group by dish`,
    `insert into report.item select '1', printf('CATEGORY:%d', 1 + dish % 5), printf('类%d', 1 + dish % 5),
      max(at) ${completed} group by 1 + dish % 5`,
    `insert into report.shop_customer select '1', cast(customer as text), count(*),
      ${amount} - sum(n % ${part.every} = ${part.rest}) * ${part.amountFen}, min(at), max(at), max(id)
      ${completed} group by customer`,
    `insert into report.customer with recursive counted(n) as
      (select 1 union all select n + 1 from counted where n < ${customers})
      select cast(n as text), ${beginAt} + n * ${daysMs} / ${customers} from counted`,
    `insert into report.tally select '', 'registered', ${dayOf('registered_at')}, '', count(*), 0
      from report.customer group by 3`,
  ]
}
