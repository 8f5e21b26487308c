import type { Migration } from '#kit/storage/storage.ts'

/** How many new pictures a customer has sent on a day, counted in days since 1970. */
export const imageQuota: Migration = {
  name: '0005-image-quota',
  statements: [
    `CREATE TABLE image_quota (
      customer_id VARCHAR(32) NOT NULL,
      day INT NOT NULL,
      used INT NOT NULL,
      PRIMARY KEY (customer_id))`,
  ],
}
