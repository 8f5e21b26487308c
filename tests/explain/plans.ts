import { type Connection, createConnection } from 'mysql2/promise'
import { connectionOptions, sessionSettings } from '#kit/storage/mysql-pool.ts'
import { toMysql } from '#kit/storage/mysql-values.ts'
import type { SqlValue } from '#kit/storage/storage.ts'
import type { Town, Watch } from './town.ts'

/** How the server reads one table for a statement, as EXPLAIN tells. */
export interface Step {
  /** `order.moveOrder`. */
  readonly verb: string
  readonly sql: string
  readonly table: string
  readonly type: string
  readonly key: string | null
  readonly rows: number
  readonly extra: string
}

/** Explains every statement of a service at the moment it is sent; `steps` grows with them. */
export async function watchPlans(town: Town, service: string, steps: Step[]) {
  const connection = await createConnection(connectionOptions(town.server.url))
  for (const setting of sessionSettings) await connection.query(setting)
  await connection.query(`use ${town.size.prefix}_${service}`)
  const watch: Watch = async (verb, sql, values) => {
    if (looksAtRows(sql)) steps.push(...(await explain(connection, `${service}.${verb}`, sql, values)))
  }
  return { watch, stop: () => connection.end() }
}

/** Not what begins and ends transactions, nor what inserts given values. */
function looksAtRows(sql: string): boolean {
  return /^\s*(select|update|delete)/i.test(sql) || /^\s*insert .*\bselect\b/is.test(sql)
}

interface Row {
  readonly table: string | null
  readonly type: string | null
  readonly key: string | null
  readonly rows: number | string | null
  readonly Extra: string | null
}

async function explain(
  connection: Connection,
  verb: string,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Step[]> {
  const bound = values.map((value) => toMysql(value as SqlValue))
  // To explain a locking read is to lock.
  const plain = sql.replace(/ for update$/, '')
  const [rows] = await connection.query(`explain ${plain}`, bound)
  // Without a table: a unique key was looked up and nothing is there, or what is derived was put together.
  return (rows as Row[])
    .filter(({ table }) => table !== null && !table.startsWith('<'))
    .map(({ table, type, key, rows: count, Extra }) => ({
      verb,
      sql,
      table: table ?? '',
      type: type ?? '',
      key,
      rows: Number(count),
      extra: Extra ?? '',
    }))
}
