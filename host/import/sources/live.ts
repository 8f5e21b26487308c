import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { Refusal } from '../../settings.ts'
import { officialTables, type Rows, tableNames } from '../schema.ts'

const rowsAtOnce = 5_000

/** The rows of a database as it stands at one moment, page by page; it may be in use meanwhile. */
export async function* readLive(url: string): AsyncGenerator<Rows, void, void> {
  const connection = await connect(url)
  try {
    await connection.query('set session transaction isolation level repeatable read')
    await connection.query('start transaction with consistent snapshot')
    const columnsOf = await tablesIn(connection)
    for (const [table, columns] of columnsOf) yield* pagesOf(connection, table, columns)
  } finally {
    await connection.end()
  }
}

async function connect(url: string): Promise<Connection> {
  try {
    return await createConnection({
      uri: url,
      rowsAsArray: true,
      typeCast: (field) => field.string('utf8'),
    })
  } catch (error) {
    throw new Refusal(`the old database cannot be reached: ${error instanceof Error ? error.message : error}`)
  }
}

/** The columns that each official table really has; forks have more, and sometimes fewer. */
async function tablesIn(connection: Connection): Promise<ReadonlyMap<string, readonly string[]>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `select lower(table_name), lower(column_name) from information_schema.columns
      where table_schema = database()`,
  )
  const named = rows as unknown as readonly (readonly string[])[]
  const present = new Set(named.map(([table, column]) => `${table}.${column}`))
  const found = tableNames.map((table) => {
    const columns: readonly string[] = officialTables[table]
    return [table, columns.filter((column) => present.has(`${table}.${column}`))] as const
  })
  return new Map(found.filter(([, columns]) => columns.includes('id')))
}

async function* pagesOf(
  connection: Connection,
  table: string,
  columns: readonly string[],
): AsyncGenerator<Rows, void, void> {
  const names = columns.map((column) => `\`${column}\``).join(', ')
  const page = `select ${names} from \`${table}\` where id > ? order by id limit ${rowsAtOnce}`
  const key = columns.indexOf('id')
  for (let after = '-9223372036854775808'; ; ) {
    const [found] = await connection.query<RowDataPacket[]>(page, [after])
    const rows = found as unknown as (string | null)[][]
    if (rows.length > 0) yield { table, columns, rows }
    if (rows.length < rowsAtOnce) return
    after = rows.at(-1)?.[key] ?? after
  }
}
