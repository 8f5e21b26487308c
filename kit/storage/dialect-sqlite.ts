import { DummyDriver, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import { type Dialect, insertInto, jsonPath, quoted } from './dialect.ts'
import { languageOf } from './executor.ts'

/** The five operations on SQLite. */
export const sqliteDialect: Dialect = {
  language: languageOf({
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }),

  upsert(table, columns, key, update) {
    const set = update.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ')
    const action = update.length === 0 ? 'nothing' : `update set ${set}`
    return `${insertInto(table, columns)} on conflict (${key.map(quoted).join(', ')}) do ${action}`
  },

  async insertIgnore(run, table, row) {
    const result = await run(
      `${insertInto(table, Object.keys(row))} on conflict do nothing`,
      Object.values(row),
    )
    return result.numAffectedRows === 1n
  },

  /** The one writer holds every row already. */
  lockForUpdate: (query) => query,

  jsonField: (column, field) =>
    sql<string>`cast(json_extract(${sql.ref(column)}, ${sql.lit(jsonPath(field))}) as text)`,
}
