/** The databases of an installation, read-only. */
export interface Books {
  /** Rows of one service's database; the SQL is such that both SQLite and MySQL understand it. */
  all<Row>(database: string, sql: string): Promise<readonly Row[]>
}

/** Books that hold something open. */
export interface OpenBooks extends Books {
  close(): Promise<void>
}

/** What a check found: how much it looked at, and each violation in words. */
export interface Finding {
  readonly counted: number
  readonly violations: readonly string[]
}

/** One invariant of the platform. */
export interface Check {
  /** As the invariants are numbered in ARCHITECTURE.md, for instance I-5. */
  readonly id: string
  readonly says: string
  /**
   * `always`: in every committed state. `quiescent`: once faults are healed and timers have had their time.
   */
  readonly when: 'always' | 'quiescent'
  run(books: Books): Promise<Finding>
}

/**
 * A check within one database: `look` is the table whose rows are counted, `wrong` selects what must not be
 * there; `{now}` stands for this moment in ms.
 */
export interface SqlCheck extends Omit<Check, 'run'> {
  readonly database: string
  readonly look: string
  readonly wrong: string
  /** What is wrong with a row, its columns in turn; they are named with slashes between unless told. */
  readonly words?: (...columns: readonly unknown[]) => string
}

export function sqlCheck({ database, look, wrong, words = slashed, ...check }: SqlCheck): Check {
  return {
    ...check,
    async run(books) {
      const [row] = await books.all<{ counted: number }>(database, `SELECT COUNT(*) AS counted FROM ${look}`)
      const rows = await books.all<object>(database, wrong.replaceAll('{now}', String(Date.now())))
      return {
        counted: Number(row?.counted ?? 0),
        violations: rows.map((each) => words(...Object.values(each))),
      }
    },
  }
}

function slashed(...columns: readonly unknown[]): string {
  return columns.join('/')
}

/** Rows by a key, for checks that compare two databases. */
export function byKey<Row>(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [key(row), row]))
}
