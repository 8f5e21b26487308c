import type { Connection } from 'mysql2/promise'
import type { AppliedMigration, Schema } from './migrate.ts'
import { errorNumber } from './mysql-errors.ts'
import type { Migration } from './storage.ts'

const tableOptions = 'engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin'
const lockWaitSeconds = 60

/** Table, column or key is there already, or is gone already. */
const alreadyDone = [1050, 1060, 1061, 1091]

const create = `create table if not exists kit_migration (
  name varchar(100) primary key, checksum char(64) not null, step int not null,
  applied_at bigint) ${tableOptions}`

/**
 * Migrations on MySQL, where each statement of DDL commits by itself: the step reached is recorded, and a
 * migration that was cut off goes on from there.
 */
export function mysqlSchema(connection: Connection, database: string): Schema {
  return {
    async alone(work) {
      const name = `cangqiong-migrate-${database}`.slice(0, 64)
      const [rows] = await connection.query('select get_lock(?, ?) as held', [name, lockWaitSeconds])
      const [row] = rows as { held: unknown }[]
      if (Number(row?.held) !== 1)
        throw new Error(`another process has been migrating ${database} for too long`)
      return work().finally(() => connection.query('select release_lock(?)', [name]))
    },

    async applied() {
      await connection.query(create)
      const [rows] = await connection.query('select * from kit_migration where applied_at is not null')
      return rows as AppliedMigration[]
    },

    async apply(migration, { name, checksum, applied_at }) {
      await connection.query('insert ignore into kit_migration values (?, ?, 0, null)', [name, checksum])
      await runSteps(connection, migration)
      const done = 'update kit_migration set checksum = ?, applied_at = ? where name = ?'
      await connection.query(done, [checksum, applied_at, name])
    },
  }
}

async function runSteps(connection: Connection, { name, statements }: Migration): Promise<void> {
  const [rows] = await connection.query('select step from kit_migration where name = ?', [name])
  const reached = Number((rows as { step: unknown }[])[0]?.step ?? 0)
  for (const [step, statement] of statements.entries()) {
    if (step < reached) continue
    await runStep(connection, statement, step === reached).catch((error) => {
      throw new Error(`the migration ${name} failed at statement ${step + 1}`, { cause: error })
    })
    await connection.query('update kit_migration set step = ? where name = ?', [step + 1, name])
  }
}

/** The first step may have been done just before a crash kept it from being recorded. */
async function runStep(connection: Connection, statement: string, mayBeDone: boolean): Promise<void> {
  try {
    await connection.query(toMysqlDdl(statement))
  } catch (error) {
    if (!(mayBeDone && alreadyDone.includes(errorNumber(error)))) throw error
  }
}

/** A portable statement in MySQL's words; a type is a word after a column's name. */
export function toMysqlDdl(statement: string): string {
  const typed = statement
    .replaceAll('{id}', 'bigint not null auto_increment primary key')
    .replace(/(\w[`"]?\s+)(text|blob)\b/gi, (_, before, type) => `${before}long${type}`)
  return /^\s*create\s+table\b/i.test(typed) ? `${typed} ${tableOptions}` : typed
}
