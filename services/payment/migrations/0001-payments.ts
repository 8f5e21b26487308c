import type { Migration } from '#kit/storage/storage.ts'

/** `open_guard` is the order's id while the attempt holds its one place, else NULL: a partial unique key. */
const attempt = `CREATE TABLE attempt (
  id VARCHAR(32) PRIMARY KEY,
  order_id VARCHAR(36) NOT NULL,
  n INT NOT NULL,
  channel VARCHAR(16) NOT NULL,
  amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
  state VARCHAR(8) NOT NULL,
  open_guard VARCHAR(36) UNIQUE,
  openid VARCHAR(128) NOT NULL,
  client_ip VARCHAR(64) NOT NULL,
  description VARCHAR(127) NOT NULL,
  expires_at BIGINT NOT NULL,
  prepay_ref VARCHAR(512) NOT NULL,
  provider_txn VARCHAR(64) UNIQUE,
  paid_amount_fen BIGINT NOT NULL,
  paid_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (order_id, n))`

const refund = `CREATE TABLE refund (
  id VARCHAR(64) PRIMARY KEY,
  order_id VARCHAR(36) NOT NULL,
  attempt_id VARCHAR(32) NOT NULL,
  n INT NOT NULL,
  amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
  reason VARCHAR(80) NOT NULL,
  state VARCHAR(16) NOT NULL,
  refunded_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (attempt_id, n))`

const providerEvent = `CREATE TABLE provider_event (
  provider VARCHAR(16) NOT NULL,
  event_id VARCHAR(64) NOT NULL,
  raw_sha256 VARCHAR(64) NOT NULL,
  received_at BIGINT NOT NULL,
  result VARCHAR(16) NOT NULL,
  PRIMARY KEY (provider, event_id))`

/** Append-only double entry. ref is the attempt, refund or order that the transaction books. */
const journal = `CREATE TABLE journal (
  tx_id VARCHAR(80) NOT NULL,
  line INT NOT NULL,
  account VARCHAR(32) NOT NULL,
  debit_fen BIGINT NOT NULL CHECK (debit_fen >= 0),
  credit_fen BIGINT NOT NULL CHECK (credit_fen >= 0),
  order_id VARCHAR(36) NOT NULL,
  ref VARCHAR(64) NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tx_id, line))`

/** state: OPEN until somebody has looked at it, DONE where we mended it. */
const reconDiff = `CREATE TABLE recon_diff (
  id {id},
  day VARCHAR(10) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  attempt_id VARCHAR(64) NOT NULL,
  ref VARCHAR(64) NOT NULL,
  ours TEXT NOT NULL,
  theirs TEXT NOT NULL,
  action VARCHAR(16) NOT NULL,
  state VARCHAR(8) NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (kind, attempt_id, ref))`

export const payments: Migration = {
  name: '0001-payments',
  statements: [
    attempt,
    'CREATE INDEX ix_attempt_paid ON attempt (paid_at)',
    refund,
    'CREATE INDEX ix_refund_order ON refund (order_id)',
    'CREATE INDEX ix_refund_refunded ON refund (refunded_at)',
    'CREATE INDEX ix_refund_state ON refund (state, created_at)',
    providerEvent,
    journal,
    'CREATE INDEX ix_journal_order ON journal (order_id, account)',
    'CREATE INDEX ix_journal_ref ON journal (ref)',
    reconDiff,
  ],
}
