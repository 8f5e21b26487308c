import type { Migration } from '#kit/storage/storage.ts'

/** Customers whose account is gone: they are counted as gone once. */
export const departures: Migration = {
  name: '0002-departures',
  statements: ['CREATE TABLE departure (customer_id VARCHAR(36) NOT NULL PRIMARY KEY)'],
}
