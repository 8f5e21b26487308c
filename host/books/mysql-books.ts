import type { Pool } from 'mysql2/promise'
import { errorNumber } from '#kit/storage/mysql-errors.ts'
import { createMysqlPool, createSend } from '#kit/storage/mysql-pool.ts'
import type { OpenBooks } from './check.ts'
import { openSqliteBooks } from './sqlite-books.ts'

/** Where an installation on MySQL keeps its books. */
export interface MysqlPlace {
  /** `mysql://user:password@host:port`. */
  readonly url: string
  /** What the names of the databases begin with: cangqiong_order. */
  readonly prefix: string
  /** The simulated outside world keeps its own books below the data folder. */
  readonly dataDir: string
}

const unknownDatabase = 1049

/** A whole table may be looked at, which takes its time. */
const send = createSend(10 * 60_000)

/** The databases of an installation on MySQL; they may be in use meanwhile. */
export function openMysqlBooks({ url, prefix, dataDir }: MysqlPlace): OpenBooks {
  const pools = new Map<string, Pool>()
  const world = openSqliteBooks(dataDir)

  function poolOf(database: string): Pool {
    const known = pools.get(database)
    if (known) return known
    const fresh = createMysqlPool({ url, database: `${prefix}_${database}` }, 1)
    fresh.pool.on('connection', (connection) => {
      connection.query('set session transaction read only')
    })
    pools.set(database, fresh)
    return fresh
  }

  return {
    async all<Row>(database: string, sql: string) {
      if (database === 'wechat') return world.all<Row>(database, sql)
      const { rows } = await send(poolOf(database), 'books', sql, []).catch(noRows)
      return rows as readonly Row[]
    },
    async close() {
      await world.close()
      await Promise.all([...pools.values()].map((pool) => pool.end()))
    },
  }
}

/** A database that is not there has no rows. */
function noRows(error: unknown): { rows: readonly never[] } {
  if (errorNumber(error) === unknownDatabase) return { rows: [] }
  throw error
}
