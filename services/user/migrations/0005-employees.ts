import type { Migration } from '#kit/storage/storage.ts'

/** Who is deleted stays in the table: their name is not given twice, and what they did stays theirs. */
export const employees: Migration = {
  name: '0005-employees',
  statements: [
    'ALTER TABLE employee ADD COLUMN deleted INT NOT NULL DEFAULT 0',
    "ALTER TABLE employee ADD COLUMN sex VARCHAR(1) NOT NULL DEFAULT ''",
    "ALTER TABLE employee ADD COLUMN id_number VARCHAR(18) NOT NULL DEFAULT ''",
  ],
}
