import { randomUUID } from 'node:crypto'
import { openSqliteBooks } from '../host/books/sqlite-books.ts'
import type { Bench } from './bench.ts'
import { requestBytes } from './connection.ts'
import { cpuMicros } from './cpu.ts'
import { fillCarts } from './filled-carts.ts'
import { percentile, runLoad } from './load.ts'
import { freshShop, portOf, startPlatform } from './platform.ts'
import { settled } from './settled.ts'

const clients = 64
const perSecondAtMost = 3000

interface Measured {
  readonly perSecond: number
  readonly cpu: number
  readonly p50: number
  readonly p99: number
}

/**
 * Whole submits through HTTP: order, stock, events and notifications, each acknowledged only after its
 * commit.
 */
export const submitDurable: Bench = {
  name: 'submit-durable',
  says: 'whole submits per second through HTTP, synchronous=FULL, 64 clients; and without group commit',
  async run(seconds) {
    const grouped = await measure(seconds, {})
    const single = await measure(seconds, { CANGQIONG_STORAGE_MAX_BATCH: '1' })
    const gain = grouped.perSecond / single.perSecond
    const base = { baseline: null, ratio: null }
    return [
      {
        name: 'submit-durable',
        value: grouped.perSecond,
        unit: 'submits/s',
        baseline: single.perSecond,
        ratio: gain,
        goal: '≥ 2000',
      },
      {
        name: 'submit-durable cpu',
        value: grouped.cpu,
        unit: 'µs CPU/submit',
        baseline: single.cpu,
        ratio: single.cpu / grouped.cpu,
      },
      { name: 'submit-durable p50', value: grouped.p50, unit: 'ms', ...base },
      { name: 'submit-durable p99', value: grouped.p99, unit: 'ms', ...base },
      { name: 'submit-one-commit-each', value: single.perSecond, unit: 'submits/s', ...base },
    ]
  },
}

async function measure(seconds: number, env: Readonly<Record<string, string>>): Promise<Measured> {
  const shop = await freshShop()
  const ready = await fillCarts(shop.dataDir, Math.ceil(seconds * perSecondAtMost))
  const platform = await startPlatform(shop.dataDir, env)
  try {
    const requests = ready.map(({ token, addressId, amountFen }) => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }
      const body = { shopId: '1', addressId, expectedAmountFen: amountFen, remark: '', cutlery: 1 }
      return requestBytes('POST', '/v1/orders', headers, JSON.stringify(body))
    })
    const { pid } = platform.process('all')
    const before = cpuMicros(pid)
    const next = () => requests.pop() ?? null
    const load = await runLoad({ port: portOf(platform.url), clients, seconds, next })
    if (load.byStatus['201'] !== load.answers)
      throw new Error(`answers were ${JSON.stringify(load.byStatus)}`)
    const books = openSqliteBooks(shop.dataDir)
    await settled(books).finally(() => books.close())
    const cpu = (cpuMicros(pid) - before) / load.answers
    const { latenciesMs } = load
    const perSecond = load.answers / load.seconds
    return { perSecond, cpu, p50: percentile(latenciesMs, 0.5), p99: percentile(latenciesMs, 0.99) }
  } finally {
    await platform.stop()
    shop.remove()
  }
}
