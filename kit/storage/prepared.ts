import type { Compilable, CompiledQuery, DialectAdapter, Insertable, Kysely, QueryResult } from 'kysely'
import type { SqlValue } from './storage.ts'

/** Stands for a value while a query is compiled. */
class Slot {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  [Symbol.toPrimitive](): never {
    throw new TypeError(`${this.name} has no value yet: a prepared query may bind it, not calculate with it`)
  }
}

/**
 * A query that is built and compiled once per dialect and then run with other values: a third of the cost,
 * for statements of hot paths. `build` sees stand-ins for the values and may only hand them on to Kysely.
 *
 *     const findOrder = prepared((db: Kysely<OrderTables>, value: { id: string }) =>
 *       db.selectFrom('orders').selectAll().where('id', '=', value.id))
 *     const { rows: [order] } = await findOrder(tx.db, { id })
 */
export function prepared<Tables, Values extends { readonly [name: string]: SqlValue }, Output>(
  build: (db: Kysely<Tables>, value: Values) => Compilable<Output>,
): (db: Kysely<Tables>, values: Values) => Promise<QueryResult<Output>> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Output>>()
  const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) }) as Values

  function compile(db: Kysely<Tables>, adapter: DialectAdapter): CompiledQuery<Output> {
    const query = build(db, slots).compile()
    compiled.set(adapter, query)
    return query
  }

  return (db, values) => {
    const executor = db.getExecutor()
    const query = compiled.get(executor.adapter) ?? compile(db, executor.adapter)
    const parameters = query.parameters.map((slot) => (slot instanceof Slot ? values[slot.name] : slot))
    return executor.executeQuery({ ...query, parameters })
  }
}

/**
 * Inserts whole rows of one table; each shape of row is compiled once.
 *
 *     const insertLine = preparedInsert<OrderTables, 'order_line'>('order_line')
 *     await insertLine(tx.db, row)
 */
export function preparedInsert<Tables, Table extends keyof Tables & string>(table: Table) {
  const statements = new WeakMap<DialectAdapter, Map<string, CompiledQuery>>()

  function statementFor(db: Kysely<Tables>, row: Insertable<Tables[Table]>): CompiledQuery {
    const { adapter } = db.getExecutor()
    const ofDialect = statements.get(adapter) ?? new Map<string, CompiledQuery>()
    statements.set(adapter, ofDialect)
    const shape = Object.keys(row).join()
    const statement = ofDialect.get(shape) ?? compiledInsert(db, table, row)
    ofDialect.set(shape, statement)
    return statement
  }

  return async (db: Kysely<Tables>, row: Insertable<Tables[Table]>): Promise<void> => {
    const query = statementFor(db, row)
    await db.getExecutor().executeQuery({ ...query, parameters: Object.values(row) })
  }
}

function compiledInsert<Tables>(
  db: Kysely<Tables>,
  table: keyof Tables & string,
  row: object,
): CompiledQuery {
  return db
    .insertInto(table)
    .values(row as never)
    .compile()
}
