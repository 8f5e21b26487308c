import { rmSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Ledger } from './ledger.ts'
import { type OldRow, officialTables, type Rows, type TableName, tableNames } from './schema.ts'

/** The old rows, copied into a database of our own, where they can be looked up by what they belong to. */
export interface Stage {
  /** Rows of a table by their ids, some at a time. */
  pages(table: TableName, size: number): Generator<readonly OldRow[], void, void>
  /** The rows of a table whose `column` names one of these others, by whom they name. */
  belonging(
    table: TableName,
    column: string,
    others: readonly OldRow[],
  ): ReadonlyMap<string, readonly OldRow[]>
  /** Ids of the rows of a table whose `column` names nothing that is in `parents`. */
  orphans(table: TableName, column: string, parents: TableName): readonly string[]
  close(): void
}

const idForm = /^[1-9]\d{0,14}$/
const parentsOf = [
  ['order_detail', 'order_id'],
  ['dish_flavor', 'dish_id'],
  ['setmeal_dish', 'setmeal_id'],
] as const

/** Copies a source into a file that is gone after `close`; counts every row of it in the ledger. */
export async function fillStage(path: string, source: AsyncIterable<Rows>, ledger: Ledger): Promise<Stage> {
  rmSync(path, { force: true })
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive')
  const close = () => {
    database.close()
    rmSync(path, { force: true })
  }
  try {
    const inserts = createTables(database)
    database.exec('begin')
    for await (const rows of source) {
      const insert = inserts.get(rows.table)
      if (insert) putAll(insert, rows, ledger)
      else ledger.passOver(rows.table, rows.rows.length)
    }
    for (const [table, column] of parentsOf)
      database.exec(`create index "${table}_by_parent" on "${table}" ("${column}")`)
    database.exec('commit')
  } catch (error) {
    close()
    throw error
  }
  return { ...readingOf(database), close }
}

function createTables(database: DatabaseSync): ReadonlyMap<string, StatementSync> {
  return new Map(
    tableNames.map((table) => {
      const [, ...others] = officialTables[table].map((column) => `"${column}"`)
      database.exec(`create table "${table}" (id integer primary key, ${others.join(' text, ')} text)`)
      const marks = officialTables[table].map(() => '?').join(', ')
      return [table, database.prepare(`insert or ignore into "${table}" values (${marks})`)]
    }),
  )
}

function putAll(insert: StatementSync, { table, columns, rows }: Rows, ledger: Ledger): void {
  const name = table as TableName
  const account = ledger.of(name)
  const places = officialTables[name].map((column) => columns.indexOf(column))
  for (const row of rows) {
    const [id, ...others] = places.map((place) => row[place] ?? null)
    account.found()
    if (!idForm.test(id ?? '')) account.skip('ID_INVALID', id ?? '')
    else if (insert.run(Number(id), ...others).changes !== 1) account.skip('ID_TWICE', id ?? '')
  }
}

function readingOf(database: DatabaseSync): Omit<Stage, 'close'> {
  return {
    *pages(table, size) {
      const page = database.prepare(`select * from "${table}" where id > ? order by id limit ?`)
      for (let after = 0; ; ) {
        const rows = page.all(after, size).map(asText)
        if (rows.length > 0) yield rows
        if (rows.length < size) return
        after = Number(rows.at(-1)?.id)
      }
    },
    belonging(table, column, others) {
      const ids = others.map(({ id }) => id ?? '')
      const marks = ids.map(() => '?').join(', ')
      const select = `select * from "${table}" where "${column}" in (${marks}) order by id`
      const rows = database.prepare(select).all(...ids)
      return Map.groupBy(rows.map(asText), (row) => row[column] ?? '')
    },
    orphans(table, column, parents) {
      const select = `select id from "${table}" c where not exists
        (select 1 from "${parents}" p where p.id = cast(c."${column}" as integer)
          and cast(p.id as text) = c."${column}") order by id`
      return database
        .prepare(select)
        .all()
        .map(({ id }) => String(id))
    },
  }
}

function asText(row: Readonly<Record<string, unknown>>): OldRow {
  return { ...(row as Record<string, string | null>), id: String(row.id) }
}
