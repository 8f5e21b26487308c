import { type Connection, createConnection } from 'mysql2/promise'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { connectionOptions, sessionSettings } from '#kit/storage/mysql-pool.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { definitions } from '../../host/services.ts'
import { fillAfterSales } from './fill-after-sales.ts'
import { fillOrders, fillSeed, type Size } from './fill-orders.ts'
import { fillCatalog, fillInventory, fillPayment, fillPush, fillReport, fillUser } from './fill-others.ts'

/** Sees a statement before it is sent. */
export type Watch = (verb: string, sql: string, values: readonly unknown[]) => void | Promise<void>

/** A MariaDB with the databases of a platform that has had many orders. */
export interface Town {
  readonly size: Size
  /** With the settings that the platform's own connections have. */
  readonly connection: Connection
  readonly server: StartedMariadb
  open<Tables>(service: string, onStatement?: Watch): Promise<Storage<Tables>>
  remove(): Promise<void>
}

/** Opens it empty, for `fillTown`. */
export async function openTown(orders: number): Promise<Town> {
  const server = await startMariadb()
  const connection = await createConnection(connectionOptions(server.url))
  for (const setting of sessionSettings) await connection.query(setting)
  const size: Size = { orders, customers: Math.ceil(orders / 5), shops: 20, prefix: 'town' }
  const opened: Storage<unknown>[] = []

  async function open<Tables>(service: string, onStatement?: Watch): Promise<Storage<Tables>> {
    const migrations = definitions.find(({ name }) => name === service)?.migrations ?? []
    const storage = await createMysqlStorage<Tables>({
      url: server.url,
      database: `${size.prefix}_${service}`,
      migrations,
      clock: systemClock,
      log: silentLog,
      ...(onStatement && { onStatement }),
    })
    opened.push(storage as Storage<unknown>)
    return storage
  }

  await Promise.all(definitions.map(({ name }) => open(name)))
  return {
    size,
    connection,
    server,
    open,
    async remove() {
      for (const storage of opened) await storage.stop()
      await connection.end()
      await server.stop()
    },
  }
}

/** Fills it, in about 15 s for 100,000 orders. */
export async function fillTown({ connection, size }: Town): Promise<void> {
  await hurry(connection)
  await fillSeed(connection, size)
  for (const fill of [
    fillOrders,
    fillAfterSales,
    fillInventory,
    fillPayment,
    fillPush,
    fillUser,
    fillReport,
    fillCatalog,
  ])
    await fill(connection, size)
  await analyze(connection, size.prefix)
}

/** What is filled in can be made anew, so nothing of it waits for the disk. */
async function hurry(connection: Connection): Promise<void> {
  await connection.query('set global innodb_buffer_pool_size = 512 * 1024 * 1024')
  await connection.query('set global innodb_flush_log_at_trx_commit = 0')
  await connection.query('set session unique_checks = 0, foreign_key_checks = 0')
}

/** The server's own figures about the tables, by which it chooses indexes. */
async function analyze(connection: Connection, prefix: string): Promise<void> {
  const [tables] = await connection.query(
    `select concat(table_schema, '.', table_name) as name from information_schema.tables
     where table_schema like '${prefix}\\_%'`,
  )
  for (const { name } of tables as { name: string }[]) await connection.query(`analyze table ${name}`)
}
