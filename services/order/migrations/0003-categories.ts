import type { Migration } from '#kit/storage/storage.ts'

export const categories: Migration = {
  name: '0003-categories',
  statements: [
    "ALTER TABLE order_line ADD COLUMN category_id VARCHAR(20) NOT NULL DEFAULT ''",
    "ALTER TABLE order_line ADD COLUMN category_name VARCHAR(64) NOT NULL DEFAULT ''",
  ],
}
