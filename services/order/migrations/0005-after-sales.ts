import type { Migration } from '#kit/storage/storage.ts'

/**
 * What staff and customers do with an order beside moving it. `open_order_id` is the order while its claim is
 * open: an order has one such at most. A grant that answers a claim has no key.
 */
export const afterSales: Migration = {
  name: '0005-after-sales',
  statements: [
    'CREATE INDEX orders_by_shop_sought ON orders (shop_id, id, number, phone, created_at)',
    `CREATE TABLE order_note (
      order_id VARCHAR(36) NOT NULL,
      n INT NOT NULL,
      by_name VARCHAR(64) NOT NULL,
      text VARCHAR(200) NOT NULL,
      at BIGINT NOT NULL,
      idem_key VARCHAR(128) NOT NULL,
      PRIMARY KEY (order_id, n),
      UNIQUE (order_id, by_name, idem_key)
    )`,
    `CREATE TABLE order_grant (
      id VARCHAR(36) PRIMARY KEY,
      order_id VARCHAR(36) NOT NULL,
      n INT NOT NULL,
      amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
      reason VARCHAR(200) NOT NULL,
      claim_id VARCHAR(36) NOT NULL,
      by_name VARCHAR(64) NOT NULL,
      at BIGINT NOT NULL,
      idem_key VARCHAR(128) NULL,
      fingerprint VARCHAR(64) NOT NULL,
      UNIQUE (order_id, n),
      UNIQUE (by_name, idem_key)
    )`,
    `CREATE TABLE order_grant_line (
      grant_id VARCHAR(36) NOT NULL,
      line_id BIGINT NOT NULL,
      quantity INT NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (grant_id, line_id)
    )`,
    `CREATE TABLE order_refund_step (
      order_id VARCHAR(36) NOT NULL,
      n INT NOT NULL,
      step INT NOT NULL,
      state VARCHAR(12) NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (order_id, n, step)
    )`,
    `CREATE TABLE claim (
      id VARCHAR(36) PRIMARY KEY,
      order_id VARCHAR(36) NOT NULL,
      order_number VARCHAR(32) NOT NULL,
      shop_id VARCHAR(20) NOT NULL,
      customer_id VARCHAR(20) NOT NULL,
      open_order_id VARCHAR(36) NULL UNIQUE,
      state VARCHAR(12) NOT NULL,
      reason VARCHAR(200) NOT NULL,
      image_ids VARCHAR(1300) NOT NULL,
      asked_fen BIGINT NOT NULL CHECK (asked_fen > 0),
      granted_fen BIGINT NOT NULL,
      refund_n INT NOT NULL,
      answer VARCHAR(200) NOT NULL,
      settled_by VARCHAR(64) NOT NULL,
      created_at BIGINT NOT NULL,
      settled_at BIGINT NOT NULL,
      idem_key VARCHAR(128) NOT NULL,
      fingerprint VARCHAR(64) NOT NULL,
      UNIQUE (customer_id, idem_key)
    )`,
    'CREATE INDEX claim_by_order ON claim (order_id, id)',
    'CREATE INDEX claim_by_shop ON claim (shop_id, id)',
    'CREATE INDEX claim_by_shop_state ON claim (shop_id, state, id)',
    `CREATE TABLE claim_line (
      claim_id VARCHAR(36) NOT NULL,
      line_id BIGINT NOT NULL,
      quantity INT NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (claim_id, line_id)
    )`,
  ],
}
