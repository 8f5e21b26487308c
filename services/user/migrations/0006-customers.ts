import type { Migration } from '#kit/storage/storage.ts'

/** What customers tell of themselves, and when they left. */
export const customers: Migration = {
  name: '0006-customers',
  statements: [
    "ALTER TABLE customer ADD COLUMN avatar VARCHAR(128) NOT NULL DEFAULT ''",
    "ALTER TABLE customer ADD COLUMN sex VARCHAR(1) NOT NULL DEFAULT ''",
    'ALTER TABLE customer ADD COLUMN deleted_at BIGINT NULL',
  ],
}
