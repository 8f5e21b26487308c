import type { Migration } from '#kit/storage/storage.ts'

/** What clients call the regions of an address by. */
export const regionCodes: Migration = {
  name: '0007-region-codes',
  statements: [
    "ALTER TABLE address ADD COLUMN province_code VARCHAR(12) NOT NULL DEFAULT ''",
    "ALTER TABLE address ADD COLUMN city_code VARCHAR(12) NOT NULL DEFAULT ''",
    "ALTER TABLE address ADD COLUMN district_code VARCHAR(12) NOT NULL DEFAULT ''",
  ],
}
