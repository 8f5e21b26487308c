import type { Migration } from '#kit/storage/storage.ts'

export const tallies: Migration = {
  name: '0001-tallies',
  statements: [
    `CREATE TABLE order_fact (
      order_id VARCHAR(36) NOT NULL PRIMARY KEY,
      fact TEXT NOT NULL
    )`,
    `CREATE TABLE customer (
      customer_id VARCHAR(36) NOT NULL PRIMARY KEY,
      registered_at BIGINT NOT NULL
    )`,
    `CREATE TABLE tally (
      shop_id VARCHAR(36) NOT NULL,
      figure VARCHAR(16) NOT NULL,
      day VARCHAR(10) NOT NULL,
      about VARCHAR(64) NOT NULL,
      times BIGINT NOT NULL,
      fen BIGINT NOT NULL,
      PRIMARY KEY (shop_id, figure, day, about)
    )`,
    `CREATE TABLE item (
      shop_id VARCHAR(36) NOT NULL,
      item VARCHAR(64) NOT NULL,
      name VARCHAR(255) NOT NULL,
      named_at BIGINT NOT NULL,
      PRIMARY KEY (shop_id, item)
    )`,
  ],
}
