import type { AppliedMigration, Schema } from './migrate.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

const create = `create table if not exists kit_migration (
  name varchar(100) primary key, checksum char(64) not null, applied_at bigint not null)`

/**
 * `{id}` is SQLite's own row number. A table without one is kept in the order of its key, as InnoDB does,
 * instead of in a second tree beside it: one write less for each row. Tables of blobs stay as they are, since
 * long rows fill that tree.
 */
function inSqlite(statement: string): string {
  if (statement.includes('{id}')) return statement.replaceAll('{id}', 'INTEGER PRIMARY KEY AUTOINCREMENT')
  const hasKey = /^\s*create table\b/i.test(statement) && /\bprimary key\b/i.test(statement)
  return hasKey && !/\bblob\b/i.test(statement) ? `${statement} WITHOUT ROWID` : statement
}

/** Migrations on SQLite: each in one transaction with its record. */
export function sqliteSchema(connection: SqliteConnection): Schema {
  return {
    /** The lock beside the file has seen to it. */
    alone: (work) => work(),

    async applied() {
      connection.exec(create)
      const { rows } = connection.run('select name, checksum, applied_at from kit_migration', [])
      return rows as AppliedMigration[]
    },

    async apply({ statements }, { name, checksum, applied_at }) {
      connection.exec('begin immediate')
      try {
        for (const statement of statements) connection.exec(inSqlite(statement))
        connection.run('insert into kit_migration (name, checksum, applied_at) values (?, ?, ?)', [
          name,
          checksum,
          applied_at,
        ])
        connection.exec('commit')
      } catch (error) {
        if (connection.inTransaction) connection.exec('rollback')
        throw new Error(`the migration ${name} failed`, { cause: error })
      }
    },
  }
}
