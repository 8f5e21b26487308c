import { DummyDriver, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, sql } from 'kysely'
import { type Dialect, insertInto, jsonPath, quoted } from './dialect.ts'
import { languageOf } from './executor.ts'
import { isUniqueViolation } from './violation.ts'

/** The five operations on MySQL 8 and MariaDB 10.11; nothing here is outside both. */
export const mysqlDialect: Dialect = {
  language: languageOf({
    createAdapter: () => new MysqlAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new MysqlIntrospector(db),
    createQueryCompiler: () => new MysqlQueryCompiler(),
  }),

  /** `VALUES(column)`, because MariaDB does not know the row alias that MySQL prefers. */
  upsert(table, columns, key, update) {
    const set = update.map((column) => `${quoted(column)} = values(${quoted(column)})`)
    const keep = key.slice(0, 1).map((column) => `${quoted(column)} = ${quoted(column)}`)
    const action = (set.length === 0 ? keep : set).join(', ')
    return `${insertInto(table, columns)} on duplicate key update ${action}`
  },

  /** A plain insert: `insert ignore` would also swallow what is wrong with the values. */
  async insertIgnore(run, table, row) {
    try {
      await run(insertInto(table, Object.keys(row)), Object.values(row))
      return true
    } catch (error) {
      if (isUniqueViolation(error)) return false
      throw error
    }
  },

  lockForUpdate: (query) => query.forUpdate(),

  jsonField(column, field) {
    const value = sql`json_extract(${sql.ref(column)}, ${sql.lit(jsonPath(field))})`
    return sql<string>`case json_type(${value}) when 'NULL' then null else json_unquote(${value}) end`
  },
}
