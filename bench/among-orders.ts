import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CustomerSort } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { type Person, withContext } from '#kit/context.ts'
import { type Bench, figure, type Row } from './bench.ts'
import { customersOf } from './past/fill.ts'
import { type OpenPast, openPast } from './past/open.ts'
import { idOf } from './past/replays.ts'

const few = 10_000
const many = Number(process.env.ORDERS ?? '1000000')
const goal = 'ratio ≤ 1.3'
const month = { shopId: '1', from: '2026-09-01', to: '2026-09-30' }
const manager: Person = { kind: 'employee', id: '1', shopId: '1', roles: ['manager'] }
const page = { states: [], cursor: '', limit: 20 }

type Ask = (past: OpenPast, n: number) => Promise<unknown>

/** What is asked; `n` counts up, so that whoever asks for their own things may be another one each time. */
const asks: Readonly<Record<string, Ask>> = {
  turnover: ({ report }) => asManager(() => report.getTurnover(month)),
  users: ({ report }) => asManager(() => report.getUsers(month)),
  orders: ({ report }) => asManager(() => report.getOrders(month)),
  'top items': ({ report }) => asManager(() => report.getTopItems(month)),
  'top names': ({ report }) => asManager(() => report.getTopNames(month)),
  categories: ({ report }) => asManager(() => report.getCategories(month)),
  hours: ({ report }) => asManager(() => report.getHours(month)),
  channels: ({ report }) => asManager(() => report.getChannels(month)),
  business: ({ report }) => asManager(() => report.getBusiness(month)),
  workspace: ({ report }) => asManager(() => report.getWorkspace({ shopId: '1' })),
  'shop’s customers, last ordered first': ({ report }) =>
    asManager(() => report.listCustomers({ shopId: '1', limit: 20 })),
  'shop’s customers, most spent first': ({ report }) =>
    asManager(() => report.listCustomers({ shopId: '1', sort: CustomerSort.SPENT, limit: 20 })),
  'shop’s orders of any customer': (past, n) =>
    asManager(() => past.order.searchShopOrders({ shopId: '1', ...page, customerId: anyCustomer(past, n) })),
  'history of one customer': (past) => asCustomer(past, 1, () => past.order.listOrders(page)),
  'history of any customer': (past, n) => asCustomer(past, n, () => past.order.listOrders(page)),
  'shop’s orders': ({ order }) => asManager(() => order.listShopOrders({ shopId: '1', ...page })),
  'shop’s orders, from the middle on': (past) =>
    asManager(() => {
      const cursor = idOf(past.orders / 2, past)
      return past.order.listShopOrders({ shopId: '1', ...page, cursor })
    }),
}

/** Reports of a month and pages of orders, among many orders of that month and among few; SQLite. */
export const amongOrders: Bench = {
  name: 'among-orders',
  says: `reports of 30 days and pages of orders among ${many} orders beside ${few}, in turns`,
  alone: { seconds: 30 },
  async run(seconds) {
    const folder = mkdtempSync(join(tmpdir(), 'among-orders-'))
    try {
      const pasts = [await openPast(join(folder, 'few'), few), await openPast(join(folder, 'many'), many)]
      const rows = await compare(pasts, seconds)
      for (const past of pasts) await past.stop()
      return rows
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function compare(pasts: readonly OpenPast[], seconds: number): Promise<readonly Row[]> {
  const took = await measure(pasts, seconds)
  const rows = Object.keys(asks).map((name): Row => {
    const [baseline = 0, value = 0] = pasts.map((past) => median(took.get(`${name} ${past.orders}`) ?? []))
    return { name, value, unit: 'µs (median)', baseline, ratio: value / baseline, goal }
  })
  for (const past of process.env.REBUILD === 'all' ? pasts : pasts.slice(0, 1))
    rows.push({ ...(await rebuilt(past)), goal: '0', mustBe: 0 })
  return rows
}

/** In turns, so that what else runs on the machine meets all alike. */
async function measure(pasts: readonly OpenPast[], seconds: number) {
  const took = new Map<string, number[]>()
  const endsAt = performance.now() + seconds * 1000
  for (let n = 0; performance.now() < endsAt; n++)
    for (const [name, ask] of Object.entries(asks))
      for (const past of n % 2 === 0 ? pasts : pasts.toReversed()) {
        const beganAt = performance.now()
        await ask(past, n)
        const key = `${name} ${past.orders}`
        const all = took.get(key) ?? []
        took.set(key, all)
        all.push((performance.now() - beganAt) * 1000)
      }
  return took
}

/** How many counts differ between what SQL counts of all orders and what a rebuild counts of events. */
async function rebuilt(past: OpenPast): Promise<Row> {
  const counted = countsOf(past.reportPath)
  let events = 0
  await withContext({ by: { kind: 'system', id: 'bench' } }, async () => {
    for await (const progress of past.report.rebuild({})) events = progress.events
  })
  const recounted = countsOf(past.reportPath)
  const differing = [...counted, ...recounted].filter((line) => !counted.has(line) || !recounted.has(line))
  for (const line of differing.slice(0, 10)) console.error(`differs: ${line}`)
  return figure(`counts that a rebuild of ${events} events changes`, differing.length, `of ${counted.size}`)
}

function countsOf(path: string): ReadonlySet<string> {
  const db = new DatabaseSync(path, { readOnly: true })
  const tallies = db.prepare('select * from tally where times <> 0 or fen <> 0').all()
  const items = db.prepare('select * from item').all()
  const customers = db.prepare('select * from shop_customer').all()
  db.close()
  return new Set([...tallies, ...items, ...customers].map((row) => JSON.stringify(Object.values(row))))
}

const asManager = <T>(work: () => Promise<T>) => withContext({ by: manager }, work)

/** One of all customers, far from the one before. */
const anyCustomer = (past: OpenPast, n: number) => String(1 + ((n * 7919) % customersOf(past)))

function asCustomer<T>(past: OpenPast, n: number, work: () => Promise<T>): Promise<T> {
  return withContext({ by: { kind: 'customer', id: anyCustomer(past, n) } }, work)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
