import type { Migration } from '#kit/storage/storage.ts'

/** Files of orders, finished and under way; `busy_shop_id` is there while one is under way, once per shop. */
export const exports: Migration = {
  name: '0002-exports',
  statements: [
    `CREATE TABLE order_export (
      id VARCHAR(36) PRIMARY KEY,
      shop_id VARCHAR(20) NOT NULL,
      busy_shop_id VARCHAR(20) NULL UNIQUE,
      by_name VARCHAR(64) NOT NULL,
      idem_key VARCHAR(128) NOT NULL,
      fingerprint VARCHAR(64) NOT NULL,
      state VARCHAR(12) NOT NULL,
      language VARCHAR(8) NOT NULL,
      time_zone VARCHAR(40) NOT NULL,
      begin_at BIGINT NOT NULL,
      end_at BIGINT NOT NULL,
      cursor_id VARCHAR(36) NOT NULL,
      parts INT NOT NULL,
      bytes BIGINT NOT NULL,
      orders_written BIGINT NOT NULL,
      progress_ppm INT NOT NULL,
      failure VARCHAR(16) NOT NULL,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      UNIQUE (by_name, idem_key)
    )`,
    'CREATE INDEX order_export_by_shop ON order_export (shop_id, id)',
    `CREATE TABLE order_export_part (
      export_id VARCHAR(36) NOT NULL,
      n INT NOT NULL,
      body BLOB NOT NULL,
      PRIMARY KEY (export_id, n)
    )`,
  ],
}
