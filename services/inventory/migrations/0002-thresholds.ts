import type { Migration } from '#kit/storage/storage.ts'

/** `low_at` NULL: as the installation has it. Who moved stock before was not written down. */
export const thresholds: Migration = {
  name: '0002-thresholds',
  statements: [
    'ALTER TABLE stock ADD COLUMN low_at INT NULL',
    "ALTER TABLE stock_move ADD COLUMN moved_by VARCHAR(64) NOT NULL DEFAULT ''",
  ],
}
