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
import { healthyRows, type TownRow } from './town-rows.fixture.ts'

/** An installation's databases with the real tables, in which everything is as it must be. */
export interface Town {
  /** A copy in which one database was tampered with: statements of SQL, no constraint in their way. */
  tampered(database: string, statements: string): string
  remove(): void
}

export async function buildTown(): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'books-'))
  const healthy = join(folder, 'healthy')
  mkdirSync(join(healthy, 'db'), { recursive: true })
  for (const { name, migrations } of definitions) {
    const path = databasePath(healthy, name)
    const storage = await createSqliteStorage({ path, migrations, clock: systemClock, log: silentLog })
    await storage.stop()
  }
  openBooks(databasePath(healthy, 'wechat')).close()
  for (const [database, rows] of Object.entries(healthyRows)) {
    const opened = new DatabaseSync(databasePath(healthy, database))
    for (const row of rows) insert(opened, row)
    opened.close()
  }

  let copies = 0
  return {
    tampered(database, statements) {
      const copy = join(folder, `copy-${++copies}`)
      cpSync(healthy, copy, { recursive: true })
      const opened = new DatabaseSync(databasePath(copy, database))
      opened.exec(`PRAGMA ignore_check_constraints = on; ${statements}`)
      opened.close()
      return copy
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
}

/** A row names only what its test is about; other columns are empty, zero or null, as their type allows. */
function insert(database: DatabaseSync, { table, ...values }: TownRow): void {
  const columns = database.prepare(`PRAGMA table_info(${table})`).all() as unknown as Column[]
  const row: Record<string, SQLInputValue> = {}
  for (const { name, type, notnull, pk } of columns) {
    const isNumber = /INT/i.test(type)
    const given = values[name]
    if (given !== undefined) row[name] = given
    else if (notnull === 1 && !(pk === 1 && isNumber)) row[name] = isNumber ? 0 : ''
  }
  const unknown = Object.keys(values).filter((name) => !(name in row))
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(', ')}`)
  const places = Object.keys(row).map(() => '?')
  database
    .prepare(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`)
    .run(...Object.values(row))
}
