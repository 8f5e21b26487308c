import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { systemClock } from '#kit/clock.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { openBooks } from '../../simulators/wechat/books.ts'
import { databasePath } from '../data-dir.ts'
import { definitions } from '../services.ts'
import type { OpenBooks } from './check.ts'
import { openSqliteBooks } from './sqlite-books.ts'
import { healthyRows, type TownRow } from './town-rows.fixture.ts'

/** What somebody has done to one database: statements of SQL, or a row too many. */
export interface Tampering {
  readonly database: string
  readonly sql?: string
  /** The same where MySQL says it differently. */
  readonly mysql?: string
  readonly row?: TownRow
}

/** An installation's databases with the real tables, in which everything is as it must be. */
export interface Town {
  /** The books after one thing was tampered with, with no constraint in its way; null: nothing was. */
  tampered(tampering: Tampering | null): Promise<OpenBooks>
  remove(): Promise<void>
}

export async function buildSqliteTown(): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'books-'))
  const healthy = join(folder, 'healthy')
  mkdirSync(join(healthy, 'db'), { recursive: true })
  for (const { name, migrations } of definitions) {
    const path = databasePath(healthy, name)
    const storage = await createSqliteStorage({ path, migrations, clock: systemClock, log: silentLog })
    await storage.stop()
    fillSqlite(healthy, name)
  }
  buildWorld(healthy)

  let copies = 0
  return {
    async tampered(tampering) {
      const copy = join(folder, `copy-${++copies}`)
      cpSync(healthy, copy, { recursive: true })
      if (tampering) tamperSqlite(copy, tampering)
      return openSqliteBooks(copy)
    },
    remove: async () => rmSync(folder, { recursive: true }),
  }
}

/** The provider's books, which are SQLite wherever the platform's are. */
export function buildWorld(dataDir: string): void {
  openBooks(databasePath(dataDir, 'wechat')).close()
  fillSqlite(dataDir, 'wechat')
}

export function tamperSqlite(dataDir: string, { database, sql = '', row }: Tampering): void {
  const opened = new DatabaseSync(databasePath(dataDir, database))
  opened.exec(`PRAGMA ignore_check_constraints = on; ${sql}`)
  if (row) insert(opened, row)
  opened.close()
}

function fillSqlite(dataDir: string, database: string): void {
  const opened = new DatabaseSync(databasePath(dataDir, database))
  for (const row of healthyRows[database] ?? []) insert(opened, row)
  opened.close()
}

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
}

function insert(database: DatabaseSync, row: TownRow): void {
  const columns = database.prepare(`PRAGMA table_info(${row.table})`).all() as unknown as Column[]
  const whole = filled(
    row,
    columns.map(({ name, type, notnull, pk }) => {
      const isNumber = /INT/i.test(type)
      return { name, isNumber, isNeeded: notnull === 1 && !(pk === 1 && isNumber) }
    }),
  )
  const places = Object.keys(whole).map(() => '?')
  database
    .prepare(`INSERT INTO ${row.table} (${Object.keys(whole).join(', ')}) VALUES (${places.join(', ')})`)
    .run(...Object.values(whole))
}

/** A row names only what its test is about; other columns are empty, zero or null, as their type allows. */
export function filled(
  { table, ...values }: TownRow,
  columns: readonly { readonly name: string; readonly isNumber: boolean; readonly isNeeded: boolean }[],
): Record<string, SQLInputValue> {
  const row: Record<string, SQLInputValue> = {}
  for (const { name, isNumber, isNeeded } of columns) {
    const given = values[name]
    if (given !== undefined) row[name] = given
    else if (isNeeded) row[name] = isNumber ? 0 : ''
  }
  const unknown = Object.keys(values).filter((name) => !(name in row))
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(', ')}`)
  return row
}
