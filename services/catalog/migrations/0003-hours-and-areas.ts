import type { Migration } from '#kit/storage/storage.ts'

/** `hours` and `areas` are JSON and read with the shop: NULL is around the clock, and everywhere. */
export const hoursAndAreas: Migration = {
  name: '0003-hours-and-areas',
  statements: [
    'ALTER TABLE shop ADD COLUMN hours TEXT NULL',
    'ALTER TABLE shop ADD COLUMN areas TEXT NULL',
    'ALTER TABLE shop ADD COLUMN takes_unlocated INT NOT NULL DEFAULT 0',
    'ALTER TABLE shop ADD COLUMN latitude_e6 INT NULL',
    'ALTER TABLE shop ADD COLUMN longitude_e6 INT NULL',
    'ALTER TABLE shop ADD COLUMN preparation_minutes INT NOT NULL DEFAULT 20',
    'ALTER TABLE shop ADD COLUMN delivery_minutes INT NOT NULL DEFAULT 30',
    'ALTER TABLE shop ADD COLUMN slot_capacity INT NOT NULL DEFAULT 0',
    'ALTER TABLE shop ADD COLUMN busy_minutes INT NOT NULL DEFAULT 0',
    'ALTER TABLE shop ADD COLUMN busy_until BIGINT NOT NULL DEFAULT 0',
  ],
}
