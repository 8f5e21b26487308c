import type { Migration } from '#kit/storage/storage.ts'

/** Where an order was placed: empty here, `import` in the installation that this one follows. */
export const origin: Migration = {
  name: '0007-origin',
  statements: ["ALTER TABLE orders ADD COLUMN origin VARCHAR(8) NOT NULL DEFAULT ''"],
}
