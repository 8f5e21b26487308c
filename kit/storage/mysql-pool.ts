import type { QueryResult } from 'kysely'
import type { FieldPacket, PoolOptions } from 'mysql2'
import { createPool, type Pool, type PoolConnection } from 'mysql2/promise'
import { assertBindable } from './bound.ts'
import { fromMysql, toMysql } from './mysql-values.ts'

/**
 * Strict, so that what does not fit is an error and never cut off. Double quotes and || mean what they mean
 * elsewhere. Backslashes stay escapes, because the driver's own quoting relies on them.
 */
const sqlMode = [
  'STRICT_ALL_TABLES',
  'ONLY_FULL_GROUP_BY',
  'NO_ENGINE_SUBSTITUTION',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'ANSI_QUOTES',
  'PIPES_AS_CONCAT',
].join()

/**
 * Sent on every new connection before anything else, whatever the server's defaults are. Who waits a second
 * for a lock has lost the race and begins anew.
 */
export const sessionSettings: readonly string[] = [
  `set session sql_mode = '${sqlMode}', innodb_lock_wait_timeout = 1`,
  'set session transaction isolation level read committed',
]

/** How long a connection may take to be made, in ms. */
const connectWithinMs = 1000

/** Where a service's database is reached; apart from its server, because it may have to be made first. */
export interface MysqlAddress {
  /** `mysql://user:password@host:port`. */
  readonly url: string
  /** The service's own database. */
  readonly database: string
}

/** Connections that all behave alike, whatever the server's own settings are. */
export function createMysqlPool({ url, database }: MysqlAddress, poolSize: number): Pool {
  const pool = createPool({
    ...connectionOptions(url),
    database,
    connectionLimit: poolSize,
    maxIdle: poolSize,
  })
  pool.pool.on('connection', (connection) => {
    // Whoever uses it hears of it; one that nobody uses only leaves the pool.
    connection.on('error', () => undefined)
    for (const setting of sessionSettings) {
      connection.query(setting, (error: unknown) => {
        if (error) connection.destroy()
      })
    }
  })
  return pool
}

/** How this kit talks to a server: bytes and numbers exact, nothing parsed into dates or objects. */
export function connectionOptions(url: string): PoolOptions {
  return {
    uri: url,
    charset: 'UTF8MB4_BIN',
    /** Counts the rows that WHERE has matched, as SQLite does, not those that changed. */
    flags: ['FOUND_ROWS'],
    /** Integers beyond 2⁵³ come as text instead of wrong. */
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
    connectTimeout: connectWithinMs,
    enableKeepAlive: true,
  }
}

/** Sends one statement of a transaction or read called `verb`. Throws the driver's own errors. */
export type Send = (
  connection: Pool | PoolConnection,
  verb: string,
  sql: string,
  values: readonly unknown[],
) => Promise<QueryResult<unknown>>

/** Waits so long for an answer; a connection that has not answered by then is of no more use. */
export function createSend(answerWithinMs: number): Send {
  return async (connection, verb, sql, values) => {
    assertBindable(values, () => `${verb}: ${sql}`)
    const [answer, fields] = await connection.query({ sql, timeout: answerWithinMs }, values.map(toMysql))
    return fromMysql(answer, fields as FieldPacket[] | undefined)
  }
}
