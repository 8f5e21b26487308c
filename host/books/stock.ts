import { type Books, byKey, type Check, sqlCheck } from './check.ts'

const inventory = { database: 'inventory', when: 'always' } as const

interface Held {
  readonly orderId: string
  readonly outcome: string
}
interface Placed {
  readonly id: string
  readonly state: string
}
interface Decided {
  readonly id: string
  readonly disposition: string
}

/** What holds within the inventory's tables, and between them and the orders. */
export const stockChecks: readonly Check[] = [
  sqlCheck({
    ...inventory,
    id: 'I-5',
    says: 'never more is promised than there is',
    look: 'stock',
    wrong: `SELECT shop_id, dish_id FROM stock
      WHERE reserved < 0 OR (on_hand IS NOT NULL AND reserved > on_hand)`,
  }),
  sqlCheck({
    ...inventory,
    id: 'I-20',
    says: 'what is on hand is the sum of its movements',
    look: 'stock',
    wrong: `SELECT s.shop_id, s.dish_id FROM stock s
      WHERE s.on_hand IS NOT NULL AND s.on_hand <> (SELECT COALESCE(SUM(m.delta), 0) FROM stock_move m
        WHERE m.shop_id = s.shop_id AND m.dish_id = s.dish_id)`,
  }),
  sqlCheck({
    ...inventory,
    id: 'I-20',
    says: 'what is reserved is the sum of the holds',
    look: 'stock',
    wrong: `SELECT s.shop_id, s.dish_id FROM stock s WHERE s.reserved <>
      (SELECT COALESCE(SUM(l.qty), 0) FROM reservation_line l JOIN reservation r ON r.order_id = l.order_id
       WHERE r.outcome = 'HELD' AND r.shop_id = s.shop_id AND l.dish_id = s.dish_id)`,
  }),
  sqlCheck({
    ...inventory,
    id: 'I-22',
    says: 'stock leaves for an order only where it was committed, and then once for each line',
    look: "reservation WHERE outcome <> 'HELD'",
    wrong: `SELECT m.ref, m.dish_id FROM stock_move m LEFT JOIN reservation r ON r.order_id = m.ref
      WHERE m.kind = 'COMMIT' AND COALESCE(r.outcome, '') <> 'COMMITTED'
      UNION ALL SELECT l.order_id, l.dish_id FROM reservation r
      JOIN reservation_line l ON l.order_id = r.order_id
      LEFT JOIN stock_move m ON m.kind = 'COMMIT' AND m.ref = l.order_id AND m.dish_id = l.dish_id
      WHERE r.outcome = 'COMMITTED' AND (m.id IS NULL OR m.delta NOT IN (0, -l.qty))`,
  }),
  {
    id: 'I-22',
    says: 'what was done with the stock of an order is what the order decided',
    when: 'always',
    run: dispositions,
  },
  {
    id: 'I-6',
    says: 'every live order that was placed here has its stock held or taken',
    when: 'always',
    async run(books) {
      const live = await books.all<Placed>(
        'order',
        `SELECT id, state FROM orders
          WHERE state IN ('PENDING', 'PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED') AND origin = ''`,
      )
      const outcomes = byKey(await reservations(books), (held) => held.orderId)
      const backed = (id: string) => ['HELD', 'COMMITTED'].includes(outcomes.get(id)?.outcome ?? '')
      const violations = live.filter(({ id }) => !backed(id)).map(({ id, state }) => `${id} is ${state}`)
      return { counted: live.length, violations }
    },
  },
  {
    id: 'I-21',
    says: 'an order that has ended holds nothing',
    when: 'quiescent',
    async run(books) {
      const held = (await reservations(books)).filter(({ outcome }) => outcome === 'HELD')
      const orders = byKey(
        await books.all<Placed>('order', 'SELECT id, state FROM orders'),
        (order) => order.id,
      )
      const waits = (id: string) =>
        ['PLACING', 'PENDING', 'CLOSING', 'PAID'].includes(orders.get(id)?.state ?? '')
      return {
        counted: held.length,
        violations: held.filter((each) => !waits(each.orderId)).map((each) => each.orderId),
      }
    },
  },
]

/** What an order has decided, by what was done with its stock. */
const decisionOf: Readonly<Record<string, string>> = {
  COMMITTED: 'COMMIT',
  RELEASED: 'RELEASE',
  REJECTED: 'RELEASE',
}

async function dispositions(books: Books) {
  // What was decided stands before it is done, so whoever looks at what is done first sees both.
  const done = (await reservations(books)).filter(({ outcome }) => outcome !== 'HELD')
  const decided = byKey(
    await books.all<Decided>('order', 'SELECT id, disposition FROM orders'),
    (order) => order.id,
  )
  const violations = done.flatMap(({ orderId, outcome }) => {
    const disposition = decided.get(orderId)?.disposition
    // What was refused for want of stock is only then cancelled.
    const isRight = disposition === decisionOf[outcome] || (outcome === 'REJECTED' && disposition === '')
    return isRight ? [] : [`${orderId} decided ${disposition || 'nothing'} and is ${outcome}`]
  })
  return { counted: done.length, violations }
}

function reservations(books: Books): Promise<readonly Held[]> {
  return books.all<Held>('inventory', 'SELECT order_id AS orderId, outcome FROM reservation')
}
