import type { Migration } from '#kit/storage/storage.ts'

/** The orders of one customer at one shop, which the shop asks for. */
export const ordersOfOne: Migration = {
  name: '0009-orders-of-one',
  statements: ['CREATE INDEX orders_by_shop_customer ON orders (shop_id, customer_id, id)'],
}
