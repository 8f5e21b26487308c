import { createReadStream } from 'node:fs'
import { officialTables, type Rows, type TableName } from '../schema.ts'
import { readCreate, readInsert } from './insert.ts'
import { statementsOf } from './statements.ts'

/** The rows that a dump inserts, read as it streams by; what else it does is passed over. */
export async function* readDump(file: string): AsyncGenerator<Rows, void, void> {
  const columnsOf = new Map<string, readonly string[]>(Object.entries(officialTables))
  for await (const statement of statementsOf(textOf(file))) {
    const created = readCreate(statement)
    if (created && created.columns.length > 0) columnsOf.set(created.table, created.columns)
    const inserted = readInsert(statement)
    if (!inserted) continue
    const { table, columns } = inserted
    yield { ...inserted, columns: columns.length > 0 ? columns : (columnsOf.get(table as TableName) ?? []) }
  }
}

async function* textOf(file: string): AsyncGenerator<string, void, void> {
  let isFirst = true
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    yield isFirst ? String(chunk).replace(/^\uFEFF/, '') : String(chunk)
    isFirst = false
  }
}
