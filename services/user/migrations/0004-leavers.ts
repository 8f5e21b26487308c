import type { Migration } from '#kit/storage/storage.ts'

/** Who is deleted stays in the table: their name is not given twice, and what they did stays theirs. */
export const leavers: Migration = {
  name: '0004-leavers',
  statements: ['ALTER TABLE employee ADD COLUMN deleted INT NOT NULL DEFAULT 0'],
}
