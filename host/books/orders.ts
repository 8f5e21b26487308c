import { transitions } from '../../services/order/domain/transitions.ts'
import { type Check, sqlCheck } from './check.ts'

const order = { database: 'order', when: 'always' } as const

const legalMoves = [{ from: '', to: 'PLACING' }, ...transitions]
  .map(({ from, to }) => `(from_state = '${from}' AND to_state = '${to}')`)
  .join(' OR ')

const liveInSlots = `SELECT shop_id, slot_at, COUNT(*) AS live FROM orders
  WHERE slot_at > 0 AND state <> 'CANCELLED' GROUP BY shop_id, slot_at`

/** What holds within the order service's own tables. */
export const orderChecks: readonly Check[] = [
  sqlCheck({
    ...order,
    id: 'I-1',
    says: 'every acknowledged submission has its order with lines and charges',
    look: "idempotency WHERE scope LIKE 'customer:%:submit'",
    wrong: `SELECT i.resource_id FROM idempotency i WHERE i.scope LIKE 'customer:%:submit' AND (
      NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = i.resource_id)
      OR NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = i.resource_id)
      OR NOT EXISTS (SELECT 1 FROM order_charge c WHERE c.order_id = i.resource_id))`,
  }),
  sqlCheck({
    ...order,
    id: 'I-2',
    says: 'one key makes one order, and every order has its key',
    look: 'orders',
    wrong: `SELECT o.id FROM orders o LEFT JOIN
      (SELECT resource_id, COUNT(*) AS uses FROM idempotency GROUP BY resource_id) AS i
      ON i.resource_id = o.id WHERE COALESCE(i.uses, 0) <> 1`,
  }),
  sqlCheck({
    ...order,
    id: 'I-3',
    says: 'order numbers are unique',
    look: 'orders',
    wrong: 'SELECT number FROM orders GROUP BY number HAVING COUNT(*) > 1',
  }),
  sqlCheck({
    ...order,
    id: 'I-4',
    says: 'the history has no gaps, ends in the state and nothing follows a final state',
    look: 'order_history',
    wrong: `SELECT o.id FROM orders o WHERE
      (SELECT COUNT(*) FROM order_history h WHERE h.order_id = o.id AND h.version > 0) <> o.version
      OR NOT EXISTS (SELECT 1 FROM order_history h
        WHERE h.order_id = o.id AND h.version = o.version AND h.to_state = o.state)
      OR EXISTS (SELECT 1 FROM order_history a JOIN order_history b
        ON b.order_id = a.order_id AND b.version = a.version + 1 WHERE a.order_id = o.id
        AND (a.to_state <> b.from_state OR a.to_state IN ('COMPLETED', 'CANCELLED')))`,
  }),
  sqlCheck({
    ...order,
    id: 'I-4',
    says: 'every step of a history is a legal move',
    look: 'order_history',
    wrong: `SELECT order_id FROM order_history WHERE NOT (${legalMoves})`,
  }),
  sqlCheck({
    ...order,
    id: 'I-9',
    says: 'the amount is the sum of lines and charges',
    look: 'orders',
    wrong: `SELECT o.id FROM orders o WHERE o.amount_fen <>
      (SELECT COALESCE(SUM(l.unit_price_fen * l.quantity), 0) FROM order_line l WHERE l.order_id = o.id)
      + (SELECT COALESCE(SUM(c.amount_fen), 0) FROM order_charge c WHERE c.order_id = o.id)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-10',
    says: 'no version of a cart was ordered twice',
    look: 'orders',
    // Each order placed here is of a cart that was filled, which raised its version, and emptied, which
    // raised it again.
    wrong: `SELECT o.customer_id, o.shop_id FROM orders o
      LEFT JOIN cart c ON c.customer_id = o.customer_id AND c.shop_id = o.shop_id WHERE o.origin = ''
      GROUP BY o.customer_id, o.shop_id, c.version HAVING 2 * COUNT(*) > COALESCE(c.version, 0)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-10',
    says: 'every line of a cart is in a cart whose version counts its changes',
    look: 'cart_line',
    wrong: `SELECT l.customer_id, l.shop_id FROM cart_line l
      LEFT JOIN cart c ON c.customer_id = l.customer_id AND c.shop_id = l.shop_id
      WHERE COALESCE(c.version, 0) < 1`,
  }),
  sqlCheck({
    ...order,
    id: 'I-7',
    says: 'a refund of the payment that won exists only where the order is cancelled or staff granted it',
    look: 'order_refund',
    wrong: `SELECT r.order_id FROM order_refund r JOIN orders o ON o.id = r.order_id
      WHERE r.attempt_id = o.winner_id AND (o.state <> 'CANCELLED' OR r.cause LIKE 'GRANTED:%')
      AND NOT EXISTS (SELECT 1 FROM order_grant g WHERE g.order_id = r.order_id AND g.n = r.n
        AND r.cause LIKE 'GRANTED:%' AND SUBSTR(r.cause, 9) = g.id)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-8',
    says: 'never more is owed back for an attempt than was paid for it',
    look: 'order_payment',
    wrong: `SELECT r.order_id FROM order_refund r
      LEFT JOIN order_payment p ON p.order_id = r.order_id AND p.attempt_id = r.attempt_id
      GROUP BY r.order_id, r.attempt_id, p.amount_fen HAVING SUM(r.amount_fen) > COALESCE(p.amount_fen, 0)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-29',
    says: 'every slot holds exactly its live orders, and no more than it may',
    look: 'slot_booking',
    wrong: `SELECT b.shop_id, b.slot_at FROM slot_booking b LEFT JOIN (${liveInSlots}) AS o
        ON o.shop_id = b.shop_id AND o.slot_at = b.slot_at
        WHERE b.used <> COALESCE(o.live, 0) OR b.used > b.capacity
      UNION ALL SELECT o.shop_id, o.slot_at FROM (${liveInSlots}) AS o LEFT JOIN slot_booking b
        ON b.shop_id = o.shop_id AND b.slot_at = o.slot_at WHERE b.used IS NULL`,
  }),
  sqlCheck({
    ...order,
    id: 'I-15',
    when: 'quiescent',
    says: 'no order is stuck: none is being placed or closed, none waits for money past its deadline',
    look: 'orders',
    wrong: `SELECT id FROM orders WHERE state IN ('PLACING', 'CLOSING')
      OR (state = 'PENDING' AND pay_deadline + 60000 < {now})
      OR (disposition <> '' AND disposition_done = 0)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-7',
    when: 'quiescent',
    says: 'every refund that is due has been made or has been handed to a person',
    look: 'order_refund',
    wrong: "SELECT order_id FROM order_refund WHERE state IN ('DUE', 'REQUESTED')",
  }),
]
