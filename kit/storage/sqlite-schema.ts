import type { AppliedMigration, Schema } from './migrate.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

const create = `create table if not exists kit_migration (
  name varchar(100) primary key, checksum char(64) not null, applied_at bigint not null)`

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
        for (const statement of statements)
          connection.exec(statement.replaceAll('{id}', 'INTEGER PRIMARY KEY AUTOINCREMENT'))
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
