import type { Migration } from '#kit/storage/storage.ts'

/** When and where orders are expected, and how many there are for one time. */
export const slots: Migration = {
  name: '0004-slots',
  statements: [
    'ALTER TABLE orders ADD COLUMN slot_at BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE orders ADD COLUMN lead_ms BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE orders ADD COLUMN estimated_at BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE orders ADD COLUMN latitude_e6 INT NULL',
    'ALTER TABLE orders ADD COLUMN longitude_e6 INT NULL',
    `CREATE TABLE slot_booking (
      shop_id VARCHAR(20) NOT NULL,
      slot_at BIGINT NOT NULL,
      used BIGINT NOT NULL,
      capacity BIGINT NOT NULL,
      PRIMARY KEY (shop_id, slot_at),
      CHECK (used >= 0 AND used <= capacity)
    )`,
  ],
}
