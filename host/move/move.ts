import { DatabaseSync } from 'node:sqlite'
import { type Connection, createConnection } from 'mysql2/promise'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { databasePath } from '../data-dir.ts'
import { definitions } from '../services.ts'
import { Refusal } from '../settings.ts'

/** An installation on SQLite, and the server it is to go on with. */
export interface Move {
  readonly dataDir: string
  /** `mysql://user:password@host:port`, without a database. */
  readonly url: string
  /** What the databases there are called after: cangqiong_order. */
  readonly prefix: string
}

/** What became of one database. */
export interface Moved {
  readonly database: string
  readonly rows: number
}

type Row = Readonly<Record<string, string | number | Uint8Array | null>>

const rowsAtOnce = 500

/**
 * Copies every row of a stopped installation into databases of their own on MySQL, each whole or not at all;
 * the SQLite files stay as they are. Throws a Refusal where a database there holds rows already.
 */
export async function moveToMysql({ dataDir, url, prefix }: Move): Promise<readonly Moved[]> {
  const moved: Moved[] = []
  for (const { name, migrations } of definitions) {
    const database = `${prefix}_${name}`
    const storage = await createMysqlStorage({
      url,
      database,
      migrations,
      clock: systemClock,
      log: silentLog,
    })
    await storage.stop()
    const from = new DatabaseSync(databasePath(dataDir, name), { readOnly: true })
    const to = await createConnection({ uri: url, database })
    try {
      moved.push({ database, rows: await copyAll(from, to, database) })
    } finally {
      from.close()
      await to.end()
    }
  }
  return moved
}

/** Migrations have made the same tables on both sides; what each wrote there itself is not copied. */
async function copyAll(from: DatabaseSync, to: Connection, database: string): Promise<number> {
  const tables = tablesOf(from)
  await mustBeEmpty(to, tables, database)
  let rows = 0
  await to.query('set foreign_key_checks = 0')
  await to.beginTransaction()
  for (const table of tables) rows += await copyTable(from, to, table)
  await to.commit()
  return rows
}

function tablesOf(database: DatabaseSync): readonly string[] {
  const found = database.prepare("select name from sqlite_master where type = 'table' order by name").all()
  const names = found.map(({ name }) => String(name))
  return names.filter((name) => !name.startsWith('sqlite_') && name !== 'kit_migration')
}

async function mustBeEmpty(to: Connection, tables: readonly string[], database: string): Promise<void> {
  for (const table of tables) {
    const [rows] = await to.query(`select 1 from \`${table}\` limit 1`)
    if (Array.isArray(rows) && rows.length > 0)
      throw new Refusal(`${database}.${table} holds rows already: move to databases that are empty.`)
  }
}

async function copyTable(from: DatabaseSync, to: Connection, table: string): Promise<number> {
  let count = 0
  let batch: Row[] = []
  for (const row of from.prepare(`select * from "${table}"`).iterate()) {
    batch.push(row as Row)
    if (batch.length < rowsAtOnce) continue
    await insert(to, table, batch)
    count += batch.length
    batch = []
  }
  if (batch.length > 0) await insert(to, table, batch)
  return count + batch.length
}

async function insert(to: Connection, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const names = columns.map((column) => `\`${column}\``).join(', ')
  const values = rows.map((row) => columns.map((column) => bound(row[column] ?? null)))
  await to.query(`insert into \`${table}\` (${names}) values ?`, [values])
}

function bound(value: string | number | Uint8Array | null) {
  return value instanceof Uint8Array ? Buffer.from(value) : value
}
