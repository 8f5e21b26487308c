import type { Migration } from '#kit/storage/storage.ts'

/** What else an order was placed with, for clients that show it again. */
export const wishes: Migration = {
  name: '0008-wishes',
  statements: [
    "ALTER TABLE orders ADD COLUMN address_id VARCHAR(20) NOT NULL DEFAULT ''",
    'ALTER TABLE orders ADD COLUMN cutlery_by_meal INT NOT NULL DEFAULT 0',
  ],
}
