import type { Migration } from '#kit/storage/storage.ts'

/** Customers whose account goes or is gone: they place nothing before the instant. */
export const closedCustomers: Migration = {
  name: '0006-closed-customers',
  statements: [
    `CREATE TABLE closed_customer (
      customer_id VARCHAR(20) NOT NULL PRIMARY KEY,
      closed_until BIGINT NOT NULL
    )`,
  ],
}
