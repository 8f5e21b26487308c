import type { Migration } from '#kit/storage/storage.ts'

/** What each customer has had of each shop, by when they last ordered and by what they spent. */
export const shopCustomers: Migration = {
  name: '0004-shop-customers',
  statements: [
    `CREATE TABLE shop_customer (
      shop_id VARCHAR(36) NOT NULL,
      customer_id VARCHAR(36) NOT NULL,
      orders BIGINT NOT NULL,
      spent_fen BIGINT NOT NULL,
      first_order_at BIGINT NOT NULL,
      last_order_at BIGINT NOT NULL,
      last_order_id VARCHAR(36) NOT NULL,
      PRIMARY KEY (shop_id, customer_id)
    )`,
    'CREATE INDEX shop_customer_by_last_order ON shop_customer (shop_id, last_order_at, customer_id)',
    'CREATE INDEX shop_customer_by_spent ON shop_customer (shop_id, spent_fen, customer_id)',
    'CREATE INDEX shop_customer_by_customer ON shop_customer (customer_id)',
  ],
}
