import type { Migration } from '#kit/storage/storage.ts'

export const users: Migration = {
  name: '0001-users',
  statements: [
    `CREATE TABLE customer (
      id {id},
      phone VARCHAR(20) NULL,
      openid VARCHAR(64) NULL,
      name VARCHAR(64) NOT NULL,
      created_at BIGINT NOT NULL,
      UNIQUE (phone),
      UNIQUE (openid)
    )`,
    `CREATE TABLE address (
      id {id},
      customer_id BIGINT NOT NULL,
      default_of BIGINT NULL,
      consignee VARCHAR(64) NOT NULL,
      phone VARCHAR(20) NOT NULL,
      sex VARCHAR(1) NOT NULL,
      province VARCHAR(64) NOT NULL,
      city VARCHAR(64) NOT NULL,
      district VARCHAR(64) NOT NULL,
      detail VARCHAR(255) NOT NULL,
      label VARCHAR(64) NOT NULL,
      created_at BIGINT NOT NULL,
      UNIQUE (default_of)
    )`,
    'CREATE INDEX address_of_customer ON address (customer_id)',
    `CREATE TABLE employee (
      id {id},
      shop_id VARCHAR(36) NOT NULL,
      username VARCHAR(32) NOT NULL,
      name VARCHAR(64) NOT NULL,
      phone VARCHAR(20) NOT NULL,
      roles VARCHAR(64) NOT NULL,
      password_hash VARCHAR(255) NOT NULL,
      enabled INT NOT NULL,
      created_at BIGINT NOT NULL,
      UNIQUE (username)
    )`,
    'CREATE INDEX employee_of_shop ON employee (shop_id)',
  ],
}
