import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { QueryResult } from 'kysely'
import type { SqlValue } from './storage.ts'

/** Statements kept prepared per connection; the oldest gives way. */
const maxStatements = 1000

interface Prepared {
  readonly statement: StatementSync
  /** Empty where the statement answers no rows. */
  readonly columns: readonly string[]
}

/** One connection that prepares each statement once. */
export class SqliteConnection {
  readonly #db: DatabaseSync
  readonly #prepared = new Map<string, Prepared>()

  constructor(path: string, pragmas: readonly string[], readOnly = false) {
    this.#db = new DatabaseSync(path, { readOnly })
    for (const pragma of pragmas) this.#db.exec(`pragma ${pragma}`)
  }

  /** False as soon as SQLite has rolled the whole transaction back by itself. */
  get inTransaction(): boolean {
    return this.#db.isTransaction
  }

  run(sql: string, values: readonly SqlValue[]): QueryResult<unknown> {
    const { statement, columns } = this.#prepared.get(sql) ?? this.#prepare(sql)
    if (columns.length > 0) return { rows: statement.all(...values).map((row) => asObject(columns, row)) }
    const { changes, lastInsertRowid } = statement.run(...values)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  /** Runs statements without values, for instance a migration's. */
  exec(sql: string): void {
    this.#db.exec(sql)
  }

  prepare(sql: string): StatementSync {
    return this.#db.prepare(sql)
  }

  close(): void {
    this.#prepared.clear()
    if (this.#db.isOpen) this.#db.close()
  }

  #prepare(sql: string): Prepared {
    const statement = this.#db.prepare(sql)
    const columns = statement.columns().map((column) => column.name)
    statement.setReturnArrays(true)
    const [oldest] = this.#prepared.keys()
    if (this.#prepared.size >= maxStatements && oldest !== undefined) this.#prepared.delete(oldest)
    const prepared = { statement, columns }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

/** Rows come as arrays and become plain objects of one shape, which is faster than SQLite's own objects. */
function asObject(columns: readonly string[], row: unknown): Record<string, unknown> {
  const values = row as readonly unknown[]
  const object: Record<string, unknown> = {}
  for (let i = 0; i < columns.length; i++) object[columns[i] as string] = values[i]
  return object
}
