import type { Migration } from '#kit/storage/storage.ts'

export const notifications: Migration = {
  name: '0001-notifications',
  statements: [
    `CREATE TABLE audience (
      name VARCHAR(64) NOT NULL PRIMARY KEY,
      last_seq BIGINT NOT NULL
    )`,
    `CREATE TABLE notification (
      audience VARCHAR(64) NOT NULL,
      seq BIGINT NOT NULL,
      type VARCHAR(32) NOT NULL,
      once_key VARCHAR(128) NOT NULL,
      payload TEXT NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (audience, seq),
      UNIQUE (audience, once_key)
    )`,
    `CREATE TABLE order_audience (
      order_id VARCHAR(36) NOT NULL PRIMARY KEY,
      number VARCHAR(64) NOT NULL,
      shop_id VARCHAR(36) NOT NULL,
      customer_id VARCHAR(36) NOT NULL
    )`,
    `CREATE TABLE read_mark (
      audience VARCHAR(64) NOT NULL,
      device_id VARCHAR(64) NOT NULL,
      seq BIGINT NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (audience, device_id)
    )`,
  ],
}
