import type { Migration } from '#kit/storage/storage.ts'

/** `on_hand` NULL: unlimited. What is reserved never exceeds what is on hand. */
const stock = `CREATE TABLE stock (
  shop_id VARCHAR(36) NOT NULL,
  dish_id VARCHAR(36) NOT NULL,
  on_hand INT NULL,
  reserved INT NOT NULL,
  daily_amount INT NULL,
  sold_out_until BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (shop_id, dish_id),
  CHECK (reserved >= 0),
  CHECK (on_hand IS NULL OR on_hand >= reserved),
  CHECK (daily_amount IS NULL OR daily_amount >= 0))`

/** A tombstone has neither shop nor fingerprint. */
const reservation = `CREATE TABLE reservation (
  order_id VARCHAR(36) PRIMARY KEY,
  shop_id VARCHAR(36) NOT NULL,
  outcome VARCHAR(10) NOT NULL,
  fingerprint VARCHAR(64) NOT NULL,
  short_dish_ids TEXT NOT NULL,
  at BIGINT NOT NULL)`

const reservationLine = `CREATE TABLE reservation_line (
  order_id VARCHAR(36) NOT NULL,
  dish_id VARCHAR(36) NOT NULL,
  qty INT NOT NULL CHECK (qty > 0),
  PRIMARY KEY (order_id, dish_id))`

/** Append-only: the sum of a dish's deltas is what it has on hand, 0 while unlimited. */
const stockMove = `CREATE TABLE stock_move (
  id {id},
  shop_id VARCHAR(36) NOT NULL,
  dish_id VARCHAR(36) NOT NULL,
  delta INT NOT NULL,
  kind VARCHAR(8) NOT NULL,
  ref VARCHAR(64) NOT NULL,
  reason VARCHAR(100) NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (kind, ref, dish_id))`

const dayCut = `CREATE TABLE day_cut (
  shop_id VARCHAR(36) PRIMARY KEY,
  next_at BIGINT NOT NULL)`

export const inventoryTables: Migration = {
  name: '0001-inventory',
  statements: [
    stock,
    reservation,
    reservationLine,
    stockMove,
    'CREATE INDEX stock_move_of_dish ON stock_move (shop_id, dish_id)',
    dayCut,
  ],
}
