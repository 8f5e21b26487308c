import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Migration } from './storage.ts'

/** What a dialect does so that migrations can run on it. */
export interface Schema {
  /** Runs alone among all processes that open this database. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Creates `kit_migration` where it is absent and answers its rows. */
  applied(): Promise<readonly AppliedMigration[]>
  /** Runs the statements and records `row`; all of it or nothing where the database can. */
  apply(migration: Migration, row: AppliedMigration): Promise<void>
}

/** A row of `kit_migration`: the checksum is over the statements as written, `applied_at` in ms. */
export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
  readonly applied_at: number
}

/**
 * Applies what is not applied yet, forward only and in order. Throws where an applied migration has changed
 * since, or where a new one sorts before one that was applied.
 */
export async function migrate(schema: Schema, migrations: readonly Migration[], clock: Clock): Promise<void> {
  assertDistinct(migrations)
  await schema.alone(async () => {
    const applied = new Map((await schema.applied()).map((row) => [row.name, row.checksum]))
    for (const migration of pendingOf(migrations, applied)) {
      const { name } = migration
      await schema.apply(migration, { name, checksum: checksumOf(migration), applied_at: clock.now() })
    }
  })
}

/**
 * The migrations still to be applied. One that is applied but no longer in the code is the work of a newer
 * version.
 */
function pendingOf(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): readonly Migration[] {
  const isApplied = (migration: Migration) => applied.has(migration.name)
  for (const migration of migrations.filter(isApplied)) {
    if (applied.get(migration.name) === checksumOf(migration)) continue
    throw new Error(`the migration ${migration.name} was applied and has changed since: write a new one`)
  }
  const pending = migrations.filter((migration) => !isApplied(migration))
  for (const { name } of pending) {
    const later = [...applied.keys()].find((other) => isKit(other) === isKit(name) && other > name)
    if (later) throw new Error(`the migration ${name} sorts before ${later}, which is applied: renumber it`)
  }
  return pending
}

function assertDistinct(migrations: readonly Migration[]): void {
  let previous = ''
  for (const { name } of migrations) {
    if (isKit(previous) === isKit(name) && name <= previous) {
      throw new Error(`the migration ${name} does not sort after ${previous}`)
    }
    previous = name
  }
}

/** The kit's migrations and the service's are numbered apart. */
function isKit(name: string): boolean {
  return name.startsWith('kit-')
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.statements.join('\0')).digest('hex')
}
