import type { Kysely } from 'kysely'
import type { Dialect } from './dialect.ts'
import { insertInto } from './dialect.ts'
import { createDb, type Run } from './executor.ts'
import type { KitTables, Row, Signal, Tx } from './storage.ts'

/**
 * The `tx` of one transaction: the same on every dialect, over a `run` that knows whether it still is open.
 */
export class OpenTx<Tables> implements Tx<Tables> {
  readonly db: Kysely<Tables>
  readonly #dialect: Dialect
  readonly #run: Run
  readonly #signals: Set<Signal>

  constructor(dialect: Dialect, run: Run, signals: Set<Signal>) {
    this.db = createDb<Tables>(dialect.language, run)
    this.#dialect = dialect
    this.#run = run
    this.#signals = signals
  }

  get kit(): Kysely<KitTables> {
    return this.db as unknown as Kysely<KitTables>
  }

  async upsert(table: string, row: Row, key: readonly string[], update: readonly string[]): Promise<void> {
    await this.#run(this.#dialect.upsert(table, Object.keys(row), key, update), Object.values(row))
  }

  async upsertKit(table: string, row: Row, key: readonly string[], update: readonly string[]): Promise<void> {
    await this.upsert(table, row, key, update)
  }

  async insertIgnore(table: string, row: Row): Promise<boolean> {
    return this.#dialect.insertIgnore(this.#run, table, row)
  }

  async insertGetId(table: string, row: Row): Promise<number> {
    const { insertId } = await this.#run(insertInto(table, Object.keys(row)), Object.values(row))
    if (insertId === undefined) throw new Error(`${table} gives no numbers`)
    return Number(insertId)
  }

  lockForUpdate<Q extends { forUpdate(): Q }>(query: Q): Q {
    return this.#dialect.lockForUpdate(query)
  }

  jsonField(column: string, field: string) {
    return this.#dialect.jsonField(column, field)
  }

  signal(topic: Signal): void {
    this.#signals.add(topic)
  }
}
