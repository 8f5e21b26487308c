import type { Migration } from '#kit/storage/storage.ts'

/** `mealtimes` is JSON: NULL is all day. Groups without a kind may cost something, so they are additions. */
export const sortAndMealtimes: Migration = {
  name: '0004-sort-and-mealtimes',
  statements: [
    'ALTER TABLE category ADD COLUMN mealtimes TEXT NULL',
    'ALTER TABLE dish ADD COLUMN sort INT NOT NULL DEFAULT 0',
    'ALTER TABLE dish ADD COLUMN mealtimes TEXT NULL',
    'ALTER TABLE set_meal ADD COLUMN sort INT NOT NULL DEFAULT 0',
    'ALTER TABLE set_meal ADD COLUMN mealtimes TEXT NULL',
    "ALTER TABLE option_group ADD COLUMN kind VARCHAR(8) NOT NULL DEFAULT 'ADDITION'",
  ],
}
