import type { Migration } from '#kit/storage/storage.ts'

export const locations: Migration = {
  name: '0004-locations',
  statements: [
    'ALTER TABLE address ADD COLUMN latitude_e6 INT NULL',
    'ALTER TABLE address ADD COLUMN longitude_e6 INT NULL',
  ],
}
