import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

/** A payment order as the provider knows it; times are ms since the epoch. */
export interface Trade {
  readonly outTradeNo: string
  readonly prepayId: string
  /** Given when it is paid. */
  readonly transactionId: string | null
  readonly tradeType: 'JSAPI' | 'MWEB'
  /** The request that made it, in canonical form: the same number with other content is refused. */
  readonly content: string
  readonly description: string
  readonly totalFen: number
  readonly openid: string
  readonly notifyUrl: string
  readonly expiresAt: number
  readonly state: 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND'
  readonly paidAt: number | null
  readonly createdAt: number
}

export interface Refund {
  readonly outRefundNo: string
  readonly refundId: string
  readonly outTradeNo: string
  readonly amountFen: number
  readonly notifyUrl: string
  readonly status: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
  /** What it becomes at `dueAt`. */
  readonly outcome: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
  readonly dueAt: number
  readonly finishedAt: number | null
  readonly createdAt: number
}

/** A notification until it is answered with 2xx or given up. */
export interface Notification {
  readonly id: string
  readonly eventType: string
  /** out_trade_no or out_refund_no. */
  readonly ref: string
  readonly url: string
  readonly createdAt: number
  /** Null once it is answered or given up. */
  readonly nextAt: number | null
  readonly sent: number
}

export interface TextMessage {
  readonly phone: string
  readonly text: string
  readonly at: number
}

const schema = `
CREATE TABLE IF NOT EXISTS keys (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1), json TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS trade (
  outTradeNo TEXT PRIMARY KEY, prepayId TEXT NOT NULL UNIQUE, transactionId TEXT UNIQUE,
  tradeType TEXT NOT NULL, content TEXT NOT NULL, description TEXT NOT NULL, totalFen INTEGER NOT NULL,
  openid TEXT NOT NULL, notifyUrl TEXT NOT NULL, expiresAt INTEGER NOT NULL, state TEXT NOT NULL,
  paidAt INTEGER, createdAt INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS trade_paid ON trade (paidAt);
CREATE INDEX IF NOT EXISTS trade_open ON trade (expiresAt) WHERE state = 'NOTPAY';
CREATE TABLE IF NOT EXISTS refund (
  outRefundNo TEXT PRIMARY KEY, refundId TEXT NOT NULL UNIQUE, outTradeNo TEXT NOT NULL,
  amountFen INTEGER NOT NULL, notifyUrl TEXT NOT NULL, status TEXT NOT NULL, outcome TEXT NOT NULL,
  dueAt INTEGER NOT NULL, finishedAt INTEGER, createdAt INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS refund_trade ON refund (outTradeNo);
CREATE INDEX IF NOT EXISTS refund_finished ON refund (finishedAt);
CREATE INDEX IF NOT EXISTS refund_open ON refund (dueAt) WHERE status = 'PROCESSING';
CREATE TABLE IF NOT EXISTS notification (
  id TEXT PRIMARY KEY, eventType TEXT NOT NULL, ref TEXT NOT NULL, url TEXT NOT NULL,
  createdAt INTEGER NOT NULL, nextAt INTEGER, sent INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS notification_due ON notification (nextAt);
CREATE INDEX IF NOT EXISTS notification_ref ON notification (ref);
CREATE TABLE IF NOT EXISTS used_code (code TEXT PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS text_message (
  id INTEGER PRIMARY KEY, phone TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS text_message_phone ON text_message (phone);
`

const totals = `
SELECT t.outTradeNo, t.state, t.totalFen,
  CASE WHEN t.paidAt IS NULL THEN 0 ELSE t.totalFen END AS paidFen,
  (SELECT COALESCE(SUM(r.amountFen), 0) FROM refund r
    WHERE r.outTradeNo = t.outTradeNo AND r.status = 'SUCCESS') AS refundedFen
FROM trade t ORDER BY t.outTradeNo`

/** The provider's books: one SQLite file that outlives every kill. */
export interface Books {
  /** Runs `work` in one durable transaction. */
  commit<T>(work: () => T): T
  all<T>(sql: string, ...args: SQLInputValue[]): T[]
  one<T>(sql: string, ...args: SQLInputValue[]): T | undefined
  /** Answers how many rows changed. */
  run(sql: string, ...args: SQLInputValue[]): number
  insert(table: string, row: object): void
  close(): void
}

export function openBooks(dataFile: string): Books {
  const database = new DatabaseSync(dataFile)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000')
  database.exec(schema)
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()

  function prepared(sql: string) {
    const known = statements.get(sql)
    if (known) return known
    const fresh = database.prepare(sql)
    statements.set(sql, fresh)
    return fresh
  }

  function commit<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  return {
    commit,
    all: <T>(sql: string, ...args: SQLInputValue[]) => prepared(sql).all(...args) as T[],
    one: <T>(sql: string, ...args: SQLInputValue[]) => prepared(sql).get(...args) as T | undefined,
    run: (sql, ...args) => Number(prepared(sql).run(...args).changes),
    insert(table, row) {
      const columns = Object.keys(row)
      const places = columns.map(() => '?').join(', ')
      prepared(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(...Object.values(row))
    },
    close: () => database.close(),
  }
}

export interface Totals {
  readonly outTradeNo: string
  readonly state: Trade['state']
  readonly totalFen: number
  readonly paidFen: number
  readonly refundedFen: number
}

/** What was paid and given back for every trade, read beside a running or a stopped simulator. */
export function readTotals(dataFile: string): readonly Totals[] {
  const database = new DatabaseSync(dataFile, { readOnly: true })
  try {
    return database.prepare(totals).all() as unknown as Totals[]
  } finally {
    database.close()
  }
}
