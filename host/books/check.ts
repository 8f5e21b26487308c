/** The databases of an installation, read-only. */
export interface Books {
  /** Rows of one service's database. */
  all<Row>(database: string, sql: string): readonly Row[]
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
  run(books: Books): Finding
}

/**
 * A check within one database: `look` is the table whose rows are counted, `wrong` selects what must not be
 * there as one text column; `{now}` stands for this moment in ms.
 */
export interface SqlCheck extends Omit<Check, 'run'> {
  readonly database: string
  readonly look: string
  readonly wrong: string
}

export function sqlCheck({ database, look, wrong, ...check }: SqlCheck): Check {
  return {
    ...check,
    run(books) {
      const [row] = books.all<{ counted: number }>(database, `SELECT COUNT(*) AS counted FROM ${look}`)
      const rows = books.all<{ what: string }>(database, wrong.replaceAll('{now}', String(Date.now())))
      return { counted: Number(row?.counted ?? 0), violations: rows.map(({ what }) => String(what)) }
    },
  }
}

/** Rows by a key, for checks that compare two databases. */
export function byKey<Row>(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [key(row), row]))
}
