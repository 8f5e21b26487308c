import type { RawBuilder } from 'kysely'
import type { Language, Run } from './executor.ts'
import type { Row } from './storage.ts'

/** What differs between the databases; everything else is one code. */
export interface Dialect {
  readonly language: Language
  /** The statement that inserts `columns`, or sets `update` on the row with the same `key`. */
  upsert(table: string, columns: readonly string[], key: readonly string[], update: readonly string[]): string
  /** Whether the row was inserted; false where one with the same key is there. */
  insertIgnore(run: Run, table: string, row: Row): Promise<boolean>
  lockForUpdate<Q extends { forUpdate(): Q }>(query: Q): Q
  /** The text of a scalar in a JSON column; NULL where it is absent or null. */
  jsonField(column: string, field: string): RawBuilder<string>
}

/**
 * `insert into "t" ("a", "b") values (?, ?)`; both databases understand this quoting, MySQL by its
 * sql_mode.
 */
export function insertInto(table: string, columns: readonly string[]): string {
  const names = columns.map(quoted).join(', ')
  return `insert into ${quoted(table)} (${names}) values (${columns.map(() => '?').join(', ')})`
}

/** A name as an identifier; names come from code, never from people, and hold no quotes. */
export function quoted(name: string): string {
  if (!/^\w+$/.test(name)) throw new Error(`not a table or column name: ${name}`)
  return `"${name}"`
}

/** The JSON path of a field named by code. */
export function jsonPath(field: string): string {
  if (!/^\w+(\.\w+)*$/.test(field)) throw new Error(`not a JSON field: ${field}`)
  return `$.${field}`
}
