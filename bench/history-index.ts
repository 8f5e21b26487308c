import type { Connection } from 'mysql2/promise'
import { fillTown, openTown } from '../tests/explain/town.ts'
import type { Bench, Row } from './bench.ts'

const orders = Number(process.env.EXPLAIN_ORDERS ?? '100000')
/** How many of those who order most are asked about. */
const customers = 200

/** What the query may use; without any index of its own, as in the seed, it reads the whole table. */
const ways = {
  'with (customer, state, id)': '',
  'with (customer, id) only': 'ignore index (orders_by_customer_state)',
  'with no index, as in the seed': 'ignore index (orders_by_customer_state, orders_by_customer, id)',
} as const
type Way = keyof typeof ways

/** A customer's orders of one status, newest first, with and without the composite index; MariaDB. */
export const historyIndex: Bench = {
  name: 'history-index',
  says: `a customer's orders by status among ${orders} on MariaDB, with its composite index and without`,
  async run(seconds) {
    const town = await openTown(orders)
    try {
      await fillTown(town)
      await town.connection.query(`use ${town.size.prefix}_order`)
      const msBy = await measure(town.connection, seconds)
      return Object.entries(msBy).map(([way, ms]) => rowOf(way, ms, msBy['with no index, as in the seed']))
    } finally {
      await town.remove()
    }
  },
}

function rowOf(way: string, ms: number, baseline: number): Row {
  const isBaseline = ms === baseline
  return {
    name: `history ${way}`,
    value: ms,
    unit: 'ms (median)',
    baseline: isBaseline ? null : baseline,
    ratio: isBaseline ? null : baseline / ms,
  }
}

/** In turns, so that what else runs on the machine meets all alike. */
async function measure(connection: Connection, seconds: number): Promise<Readonly<Record<Way, number>>> {
  const took: Record<Way, number[]> = {
    'with (customer, state, id)': [],
    'with (customer, id) only': [],
    'with no index, as in the seed': [],
  }
  const endsAt = performance.now() + seconds * 1000
  for (let i = 0; performance.now() < endsAt; i++)
    for (const way of Object.keys(ways) as Way[]) took[way].push(await askOnce(connection, ways[way], i))
  const entries = Object.entries(took).map(([way, all]) => [way, median(all)])
  return Object.fromEntries(entries) as Record<Way, number>
}

async function askOnce(connection: Connection, hint: string, i: number): Promise<number> {
  const begunAt = performance.now()
  await connection.query(
    `select * from orders ${hint} where customer_id = ? and state = ? order by id desc limit 10`,
    [String(1 + (i % customers)), 'CANCELLED'],
  )
  return performance.now() - begunAt
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
