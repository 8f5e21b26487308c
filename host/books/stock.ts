import { byKey, type Check, sqlCheck } from './check.ts'

const inventory = { database: 'inventory', when: 'always' } as const

interface Held {
  readonly orderId: string
  readonly outcome: string
}
interface Placed {
  readonly id: string
  readonly state: string
}

/** What holds within the inventory's tables, and between them and the orders. */
export const stockChecks: readonly Check[] = [
  sqlCheck({
    ...inventory,
    id: 'I-5',
    says: 'never more is promised than there is',
    look: 'stock',
    wrong: `SELECT shop_id || '/' || dish_id AS what FROM stock
      WHERE reserved < 0 OR (on_hand IS NOT NULL AND reserved > on_hand)`,
  }),
  sqlCheck({
    ...inventory,
    id: 'I-20',
    says: 'what is on hand is the sum of its movements',
    look: 'stock',
    wrong: `SELECT s.shop_id || '/' || s.dish_id AS what FROM stock s
      WHERE s.on_hand IS NOT NULL AND s.on_hand <> (SELECT COALESCE(SUM(m.delta), 0) FROM stock_move m
        WHERE m.shop_id = s.shop_id AND m.dish_id = s.dish_id)`,
  }),
  sqlCheck({
    ...inventory,
    id: 'I-20',
    says: 'what is reserved is the sum of the holds',
    look: 'stock',
    wrong: `SELECT s.shop_id || '/' || s.dish_id AS what FROM stock s WHERE s.reserved <>
      (SELECT COALESCE(SUM(l.qty), 0) FROM reservation_line l JOIN reservation r ON r.order_id = l.order_id
       WHERE r.outcome = 'HELD' AND r.shop_id = s.shop_id AND l.dish_id = s.dish_id)`,
  }),
  {
    id: 'I-6',
    says: 'every live order has its stock held or taken',
    when: 'always',
    run(books) {
      const live = books.all<Placed>(
        'order',
        `SELECT id, state FROM orders
          WHERE state IN ('PENDING', 'PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED')`,
      )
      const outcomes = byKey(reservations(books), (held) => held.orderId)
      const backed = (id: string) => ['HELD', 'COMMITTED'].includes(outcomes.get(id)?.outcome ?? '')
      const violations = live.filter(({ id }) => !backed(id)).map(({ id, state }) => `${id} is ${state}`)
      return { counted: live.length, violations }
    },
  },
  {
    id: 'I-21',
    says: 'an order that has ended holds nothing',
    when: 'quiescent',
    run(books) {
      const held = reservations(books).filter(({ outcome }) => outcome === 'HELD')
      const orders = byKey(books.all<Placed>('order', 'SELECT id, state FROM orders'), (order) => order.id)
      const waits = (id: string) =>
        ['PLACING', 'PENDING', 'CLOSING', 'PAID'].includes(orders.get(id)?.state ?? '')
      return {
        counted: held.length,
        violations: held.filter((each) => !waits(each.orderId)).map((each) => each.orderId),
      }
    },
  },
]

function reservations(books: Parameters<Check['run']>[0]): readonly Held[] {
  return books.all<Held>('inventory', 'SELECT order_id AS orderId, outcome FROM reservation')
}
