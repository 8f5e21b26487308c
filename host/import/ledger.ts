import { assert } from '#kit/assert.ts'
import { type TableName, tableNames } from './schema.ts'

/** What became of the rows of one table: each is found once, and then imported once or skipped once. */
export interface Account {
  found(): void
  imported(count?: number): void
  skip(reason: string, ...ids: readonly string[]): void
  /** Something that was changed or left out on the way in. */
  note(code: string, id: string): void
}

export interface Ledger {
  of(table: TableName): Account
  /** Rows of a table that is none of the official ones. */
  passOver(table: string, rows: number): void
  report(): ImportReport
  /** Rows found so far. */
  rowsFound(): number
}

/** How often something happened, and the first rows it happened to. */
export interface Tally {
  readonly rows: number
  readonly firstIds: readonly string[]
}

export interface TableReport {
  readonly table: string
  readonly found: number
  readonly imported: number
  readonly skipped: Readonly<Record<string, Tally>>
  readonly notes: Readonly<Record<string, Tally>>
}

export interface ImportReport {
  readonly tables: readonly TableReport[]
  /** Rows by tables that are none of the official ones. */
  readonly foreign: Readonly<Record<string, number>>
}

const firstIdsMax = 20

export function createLedger(): Ledger {
  const books = new Map(tableNames.map((table) => [table, new Book(table)] as const))
  const foreign: Record<string, number> = {}
  return {
    of(table) {
      const book = books.get(table)
      assert(book, 'every official table has its account')
      return book
    },
    passOver(table, rows) {
      foreign[table] = (foreign[table] ?? 0) + rows
    },
    rowsFound: () => [...books.values()].reduce((sum, book) => sum + book.rowsFound, 0),
    report: () => ({ tables: [...books.values()].map((book) => book.report()), foreign }),
  }
}

class Book implements Account {
  readonly #table: TableName
  readonly #skipped = new Map<string, { rows: number; firstIds: string[] }>()
  readonly #notes = new Map<string, { rows: number; firstIds: string[] }>()
  #found = 0
  #imported = 0

  constructor(table: TableName) {
    this.#table = table
  }

  get rowsFound(): number {
    return this.#found
  }

  found(): void {
    this.#found++
  }

  imported(count = 1): void {
    this.#imported += count
  }

  skip(reason: string, ...ids: readonly string[]): void {
    for (const id of ids) count(this.#skipped, reason, id)
  }

  note(code: string, id: string): void {
    count(this.#notes, code, id)
  }

  /** Throws where a row was forgotten or counted twice: that is a bug. */
  report(): TableReport {
    const skipped = Object.fromEntries(this.#skipped)
    const passed = Object.values(skipped).reduce((sum, { rows }) => sum + rows, 0)
    const [table, found, imported] = [this.#table, this.#found, this.#imported]
    assert(imported + passed === found, `${table}: ${found} found, ${imported} imported, ${passed} skipped`)
    return { table, found, imported, skipped, notes: Object.fromEntries(this.#notes) }
  }
}

function count(tallies: Map<string, { rows: number; firstIds: string[] }>, code: string, id: string): void {
  const tally = tallies.get(code) ?? { rows: 0, firstIds: [] }
  tally.rows++
  if (tally.firstIds.length < firstIdsMax) tally.firstIds.push(id)
  tallies.set(code, tally)
}
