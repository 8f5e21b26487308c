import type { Migration } from '#kit/storage/storage.ts'

/** Workbooks, finished and under way; `busy_shop_id` is there while one is under way, once per shop. */
export const workbooks: Migration = {
  name: '0003-workbooks',
  statements: [
    `CREATE TABLE workbook (
      id VARCHAR(36) NOT NULL PRIMARY KEY,
      shop_id VARCHAR(36) NOT NULL,
      busy_shop_id VARCHAR(36) NULL UNIQUE,
      by_name VARCHAR(64) NOT NULL,
      idem_key VARCHAR(128) NOT NULL,
      fingerprint VARCHAR(64) NOT NULL,
      state VARCHAR(12) NOT NULL,
      language VARCHAR(8) NOT NULL,
      from_day VARCHAR(10) NOT NULL,
      to_day VARCHAR(10) NOT NULL,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      UNIQUE (by_name, idem_key)
    )`,
    'CREATE INDEX workbook_by_shop ON workbook (shop_id, id)',
    `CREATE TABLE workbook_file (
      workbook_id VARCHAR(36) NOT NULL PRIMARY KEY,
      body BLOB NOT NULL
    )`,
  ],
}
