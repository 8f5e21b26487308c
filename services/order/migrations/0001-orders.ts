import type { Migration } from '#kit/storage/storage.ts'

/** Carts, orders and all that hangs on them. */
export const orders: Migration = {
  name: '0001-orders',
  statements: [
    `CREATE TABLE cart (
      customer_id VARCHAR(20) NOT NULL,
      shop_id VARCHAR(20) NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (customer_id, shop_id)
    )`,
    `CREATE TABLE cart_line (
      id {id},
      customer_id VARCHAR(20) NOT NULL,
      shop_id VARCHAR(20) NOT NULL,
      kind VARCHAR(8) NOT NULL,
      item_id VARCHAR(20) NOT NULL,
      options VARCHAR(500) NOT NULL,
      quantity INT NOT NULL CHECK (quantity BETWEEN 1 AND 99),
      UNIQUE (customer_id, shop_id, kind, item_id, options)
    )`,
    `CREATE TABLE orders (
      number_id {id},
      id VARCHAR(36) NOT NULL UNIQUE,
      number VARCHAR(32) NOT NULL UNIQUE,
      shop_id VARCHAR(20) NOT NULL,
      customer_id VARCHAR(20) NOT NULL,
      state VARCHAR(12) NOT NULL,
      version BIGINT NOT NULL,
      revision BIGINT NOT NULL,
      amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
      consignee VARCHAR(64) NOT NULL,
      phone VARCHAR(20) NOT NULL,
      address VARCHAR(500) NOT NULL,
      remark VARCHAR(200) NOT NULL,
      cutlery INT NOT NULL,
      deliver_at BIGINT NOT NULL,
      pay_deadline BIGINT NOT NULL,
      winner_id VARCHAR(32) NOT NULL,
      attempt_n INT NOT NULL,
      attempt_id VARCHAR(32) NOT NULL,
      attempt_channel VARCHAR(16) NOT NULL,
      attempt_closed INT NOT NULL,
      disposition VARCHAR(8) NOT NULL,
      disposition_done INT NOT NULL,
      cancel_reason VARCHAR(16) NOT NULL,
      cancel_note VARCHAR(200) NOT NULL,
      short_dish_ids VARCHAR(1000) NOT NULL,
      reminders INT NOT NULL,
      reminded_at BIGINT NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    )`,
    'CREATE INDEX orders_by_customer ON orders (customer_id, id)',
    'CREATE INDEX orders_by_customer_state ON orders (customer_id, state, id)',
    'CREATE INDEX orders_by_shop ON orders (shop_id, id)',
    'CREATE INDEX orders_by_shop_state ON orders (shop_id, state, id)',
    `CREATE TABLE order_line (
      id {id},
      order_id VARCHAR(36) NOT NULL,
      kind VARCHAR(8) NOT NULL,
      item_id VARCHAR(20) NOT NULL,
      options VARCHAR(500) NOT NULL,
      name VARCHAR(64) NOT NULL,
      image VARCHAR(255) NOT NULL,
      quantity INT NOT NULL CHECK (quantity BETWEEN 1 AND 99),
      unit_price_fen BIGINT NOT NULL CHECK (unit_price_fen >= 0),
      parts TEXT NOT NULL
    )`,
    'CREATE INDEX order_line_by_order ON order_line (order_id, id)',
    `CREATE TABLE order_charge (
      order_id VARCHAR(36) NOT NULL,
      kind VARCHAR(16) NOT NULL,
      amount_fen BIGINT NOT NULL,
      PRIMARY KEY (order_id, kind)
    )`,
    `CREATE TABLE order_history (
      order_id VARCHAR(36) NOT NULL,
      version BIGINT NOT NULL,
      from_state VARCHAR(12) NOT NULL,
      to_state VARCHAR(12) NOT NULL,
      by_name VARCHAR(64) NOT NULL,
      note VARCHAR(200) NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (order_id, version)
    )`,
    `CREATE TABLE order_payment (
      order_id VARCHAR(36) NOT NULL,
      attempt_id VARCHAR(32) NOT NULL,
      amount_fen BIGINT NOT NULL,
      late INT NOT NULL,
      paid_at BIGINT NOT NULL,
      PRIMARY KEY (order_id, attempt_id)
    )`,
    `CREATE TABLE order_refund (
      order_id VARCHAR(36) NOT NULL,
      n INT NOT NULL,
      attempt_id VARCHAR(32) NOT NULL,
      amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
      cause VARCHAR(48) NOT NULL,
      state VARCHAR(12) NOT NULL,
      PRIMARY KEY (order_id, n),
      UNIQUE (order_id, attempt_id, cause)
    )`,
  ],
}
