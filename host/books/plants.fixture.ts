import type { Tampering } from './town.fixture.ts'

/** One way in which the books can be wrong: where, how, and what the check must name. */
export interface Plant extends Tampering {
  readonly names: RegExp
}

const plant = (database: string, sql: string, names: RegExp): Plant => ({ database, sql, names })
const inOrder = (sql: string, names: RegExp) => plant('order', sql, names)
const inStock = (sql: string, names: RegExp) => plant('inventory', sql, names)
const inPayment = (sql: string, names: RegExp) => plant('payment', sql, names)
const inWechat = (sql: string, names: RegExp) => plant('wechat', sql, names)
const inUser = (sql: string, names: RegExp) => plant('user', sql, names)
const inPush = (sql: string, names: RegExp) => plant('push', sql, names)
const inReport = (sql: string, names: RegExp) => plant('report', sql, names)

const outboxRow = { table: 'outbox', msg_id: 'm-1' }
const deadRow = { table: 'dead_letter', consumer: 'push', msg_id: 'm-1', state: 'PARKED' }
const lateTimer = { table: 'timer', kind: 'wake', ref: 'r-1', due_at: 1 }

/** Violations by the sentence of the check that must see them. */
export const plants: Readonly<Record<string, readonly Plant[]>> = {
  'every acknowledged submission has its order with lines and charges': [
    inOrder(`DELETE FROM orders WHERE id = 'done'`, /^done$/),
    inOrder(`DELETE FROM order_line WHERE order_id = 'done'`, /^done$/),
    inOrder(`DELETE FROM order_charge WHERE order_id = 'done'`, /^done$/),
  ],
  'one key makes one order, and every order has its key': [
    inOrder(`DELETE FROM idempotency WHERE resource_id = 'new'`, /^new$/),
    inOrder(`INSERT INTO idempotency VALUES ('customer:7:submit', 'other', '', 'new', 0)`, /^new$/),
  ],
  'order numbers are unique': [
    {
      database: 'order',
      sql: `CREATE TABLE loose AS SELECT * FROM orders; DROP TABLE orders; ALTER TABLE loose RENAME TO orders;
        UPDATE orders SET number = 'N-done' WHERE id = 'new'`,
      mysql: `ALTER TABLE orders DROP INDEX number; UPDATE orders SET number = 'N-done' WHERE id = 'new'`,
      names: /^N-done$/,
    },
  ],
  'the history has no gaps, ends in the state and nothing follows a final state': [
    inOrder(`DELETE FROM order_history WHERE order_id = 'done' AND version = 2`, /^done$/),
    inOrder(`UPDATE order_history SET version = 0 WHERE order_id = 'new' AND version = 1`, /^new$/),
    inOrder(`UPDATE order_history SET version = 9 WHERE order_id = 'new' AND version = 2`, /^new$/),
    inOrder(`UPDATE orders SET state = 'PAID' WHERE id = 'new'`, /^new$/),
    inOrder(`UPDATE order_history SET from_state = 'PAID' WHERE to_state = 'DELIVERING'`, /^done$/),
    inOrder(
      `INSERT INTO order_history VALUES ('done', 7, 'COMPLETED', 'CANCELLED', '', '', 1);
       UPDATE orders SET state = 'CANCELLED', version = 7 WHERE id = 'done'`,
      /^done$/,
    ),
  ],
  'every step of a history is a legal move': [
    inOrder(
      `UPDATE order_history SET to_state = 'CANCELLED' WHERE order_id = 'done' AND to_state = 'DELIVERING';
       UPDATE order_history SET from_state = 'PENDING' WHERE order_id = 'done' AND to_state = 'COMPLETED'`,
      /^done$/,
    ),
    inOrder(`UPDATE order_history SET from_state = 'PAID' WHERE to_state = 'PLACING'`, /./),
  ],
  'the amount is the sum of lines and charges': [
    inOrder(`UPDATE orders SET amount_fen = 2699 WHERE id = 'new'`, /^new$/),
    inOrder(`DELETE FROM order_charge WHERE order_id = 'new'`, /^new$/),
    inOrder(`DELETE FROM order_line WHERE order_id = 'new'`, /^new$/),
  ],
  'no version of a cart was ordered twice': [
    inOrder('UPDATE cart SET version = 3', /^7\/1$/),
    inOrder('DELETE FROM cart', /^7\/1$/),
  ],
  'every line of a cart is in a cart whose version counts its changes': [
    inOrder('DELETE FROM cart', /^7\/1$/),
    inOrder(`UPDATE cart_line SET customer_id = '9'`, /^9\/1$/),
  ],
  'a refund of the payment that won exists only where the order is cancelled or staff granted it': [
    inOrder(`INSERT INTO order_refund VALUES ('done', 2, 'done-1', 1, 'c', 'DONE')`, /^done$/),
    inOrder(`UPDATE order_refund SET cause = 'GRANTED:g-2' WHERE order_id = 'done'`, /^done$/),
    inOrder(`UPDATE order_refund SET cause = 'GRANTED:g-1' WHERE order_id = 'gone'`, /^gone$/),
  ],
  'never more is owed back for an attempt than was paid for it': [
    inOrder(`INSERT INTO order_refund VALUES ('gone', 2, 'gone-1', 1, 'again', 'DONE')`, /^gone$/),
    inOrder(`DELETE FROM order_payment WHERE order_id = 'gone'`, /^gone$/),
  ],
  'every slot holds exactly its live orders, and no more than it may': [
    inOrder('UPDATE slot_booking SET used = 2', /^1\/9000$/),
    inOrder('UPDATE slot_booking SET used = 0', /^1\/9000$/),
    inOrder('UPDATE slot_booking SET capacity = 0', /^1\/9000$/),
    inOrder('DELETE FROM slot_booking', /^1\/9000$/),
    inOrder(`UPDATE orders SET slot_at = 9000 WHERE id = 'done'`, /^1\/9000$/),
    inOrder(`UPDATE orders SET state = 'CANCELLED' WHERE id = 'new'`, /^1\/9000$/),
  ],
  'no order is stuck: none is being placed or closed, none waits for money past its deadline': [
    inOrder(`UPDATE orders SET state = 'CLOSING' WHERE id = 'new'`, /^new$/),
    inOrder(`UPDATE orders SET pay_deadline = 1 WHERE id = 'new'`, /^new$/),
    inOrder(`UPDATE orders SET disposition_done = 0 WHERE id = 'gone'`, /^gone$/),
  ],
  'every refund that is due has been made or has been handed to a person': [
    inOrder(`UPDATE order_refund SET state = 'REQUESTED'`, /^gone$/),
  ],
  'never more is promised than there is': [
    inStock('UPDATE stock SET on_hand = 0', /^1\/5$/),
    inStock('UPDATE stock SET reserved = -1', /^1\/5$/),
  ],
  'what is on hand is the sum of its movements': [
    inStock('UPDATE stock SET on_hand = 8', /^1\/5$/),
    inStock('DELETE FROM stock_move', /^1\/5$/),
  ],
  'what is reserved is the sum of the holds': [
    inStock('UPDATE stock SET reserved = 2', /^1\/5$/),
    inStock(`UPDATE reservation SET outcome = 'RELEASED' WHERE order_id = 'new'`, /^1\/5$/),
  ],
  'stock leaves for an order only where it was committed, and then once for each line': [
    inStock(`UPDATE reservation SET outcome = 'RELEASED' WHERE order_id = 'done'`, /^done\/5$/),
    inStock(`UPDATE stock_move SET ref = 'gone' WHERE ref = 'done'`, /^(gone|done)\/5$/),
    inStock(`UPDATE stock_move SET delta = -2 WHERE ref = 'done'`, /^done\/5$/),
    inStock(`DELETE FROM stock_move WHERE ref = 'done'`, /^done\/5$/),
  ],
  'what was done with the stock of an order is what the order decided': [
    inStock(`UPDATE reservation SET outcome = 'RELEASED' WHERE order_id = 'done'`, /^done decided COMMIT/),
    inStock(`UPDATE reservation SET outcome = 'COMMITTED' WHERE order_id = 'gone'`, /^gone decided RELEASE/),
    inOrder(`UPDATE orders SET disposition = '' WHERE id = 'done'`, /^done decided nothing/),
    inOrder(`DELETE FROM orders WHERE id = 'gone'`, /^gone decided nothing/),
  ],
  'every live order that was placed here has its stock held or taken': [
    inStock(`UPDATE reservation SET outcome = 'RELEASED' WHERE order_id = 'done'`, /^done is COMPLETED$/),
    inStock(`DELETE FROM reservation WHERE order_id = 'new'`, /^new is PENDING$/),
  ],
  'an order that has ended holds nothing': [
    inStock(`UPDATE reservation SET outcome = 'HELD' WHERE order_id = 'gone'`, /^gone$/),
    inStock(`INSERT INTO reservation VALUES ('nobody', '1', 'HELD', '', '', 1)`, /^nobody$/),
  ],
  'never more is given back for an attempt than was paid for it': [
    inPayment('UPDATE refund SET amount_fen = 2701', /^gone-1$/),
    inPayment(`DELETE FROM attempt WHERE id = 'gone-1'`, /^gone-1$/),
  ],
  'an order has at most one attempt that is not closed': [
    inPayment(`UPDATE attempt SET order_id = 'done', n = 2 WHERE id = 'gone-1'`, /^done$/),
  ],
  'debits and credits of every journal transaction are equal': [
    inPayment(`UPDATE journal SET credit_fen = 2699 WHERE account = 'revenue'`, /^earned:done$/),
  ],
  'what the journal holds at the provider is what was paid less what went back': [
    inPayment(`DELETE FROM journal WHERE tx_id = 'paid:done'`, /^-200 in the journal, 2500 by/),
  ],
  'what was paid for an attempt is the amount of its order': [
    inPayment(`UPDATE attempt SET paid_amount_fen = 1 WHERE id = 'done-1'`, /^done-1$/),
    inOrder(`DELETE FROM orders WHERE id = 'gone'`, /^gone-1$/),
  ],
  'every live paid order has its winning payment': [
    inPayment(`UPDATE attempt SET state = 'CLOSED' WHERE id = 'done-1'`, /^done$/),
    inOrder(`UPDATE orders SET winner_id = 'unknown' WHERE id = 'done'`, /^done$/),
  ],
  'an order that goes on keeps its amount less what was granted, a cancelled one keeps nothing': [
    inWechat('DELETE FROM refund', /^gone is CANCELLED and keeps 2700 fen$/),
    inWechat(
      `UPDATE trade SET paidAt = NULL WHERE outTradeNo = 'done-1'`,
      /^done is COMPLETED and keeps -200/,
    ),
    inOrder(`UPDATE order_refund SET state = 'ABNORMAL'`, /^done is COMPLETED and keeps 2500/),
  ],
  'what the provider took is known to us as paid': [
    inPayment(`UPDATE attempt SET state = 'CLOSED' WHERE id = 'done-1'`, /^done-1$/),
    inPayment(`DELETE FROM attempt WHERE id = 'gone-1'`, /^gone-1$/),
  ],
  'attempt by attempt we and the provider agree on what was paid and what went back': [
    inWechat(`UPDATE refund SET amountFen = 2600`, /^gone-1: ours 2700 − 2700, theirs 2700 − 2600$/),
    inWechat(`DELETE FROM trade WHERE outTradeNo = 'done-1'`, /^done-1: ours 2700 − 200, theirs 0 − 0$/),
  ],
  'the revenue booked is the sum of completed orders': [
    inPayment(`DELETE FROM journal WHERE account = 'revenue'`, /^done$/),
    inPayment(`UPDATE journal SET order_id = 'gone' WHERE account = 'revenue'`, /^gone$/),
  ],
  'what went back of completed orders is booked as given back, and nothing is left of their deposits': [
    inPayment(
      `UPDATE journal SET account = 'customer_deposits' WHERE tx_id = 'part:done'`,
      /^done: 200 went/,
    ),
    inPayment(`DELETE FROM journal WHERE tx_id = 'part:done'`, /^done: 200 went back, 0 booked, 0 left$/),
  ],
  'every grant has the refund that bears its number, its name and its amount': [
    inOrder(`DELETE FROM order_refund WHERE order_id = 'done'`, /^done\/1$/),
    inOrder(`UPDATE order_refund SET amount_fen = 199 WHERE order_id = 'done'`, /^done\/1$/),
    inOrder(`UPDATE order_refund SET cause = 'CANCELLED' WHERE order_id = 'done'`, /^done\/1$/),
  ],
  'no line goes back more often than it was sold': [
    inOrder('UPDATE order_grant_line SET quantity = 3', /^done\/1$/),
    inOrder(`UPDATE order_line SET order_id = 'new' WHERE order_id = 'done'`, /^done\/1$/),
  ],
  'the steps of a refund are without gaps and end where it stands': [
    inOrder('DELETE FROM order_refund_step WHERE step = 1', /^done\/1$/),
    inOrder('DELETE FROM order_refund_step WHERE step = 2', /^done\/1$/),
    inOrder(`UPDATE order_refund SET state = 'ABNORMAL' WHERE order_id = 'done'`, /^done\/1$/),
  ],
  'an approved claim has its grant, and a grant that answers a claim finds it approved': [
    inOrder('DELETE FROM order_grant', /^c-1$/),
    inOrder('UPDATE order_grant SET amount_fen = 199', /^c-1$/),
    inOrder(`UPDATE claim SET state = 'REFUSED' WHERE id = 'c-1'`, /^c-1$/),
    inOrder(`DELETE FROM claim WHERE id = 'c-1'`, /^c-1$/),
  ],
  'an open claim holds the one place of its order, which is not cancelled': [
    inOrder(`UPDATE claim SET open_order_id = NULL`, /^c-2$/),
    inOrder(`UPDATE claim SET state = 'WITHDRAWN' WHERE id = 'c-2'`, /^c-2$/),
    inOrder(`UPDATE claim SET order_id = 'gone', open_order_id = 'gone' WHERE id = 'c-2'`, /^c-2$/),
  ],
  'the notifications of every audience are numbered without gaps': [
    inPush(`UPDATE notification SET seq = 3 WHERE seq = 2; UPDATE audience SET last_seq = 3`, /^shop:1$/),
    inPush('DELETE FROM notification WHERE seq = 2', /^shop:1$/),
    inPush('DELETE FROM notification', /^shop:1$/),
  ],
  'every order paid here has rung the bell of its shop exactly once': [
    inPush(`UPDATE notification SET type = 'order.accepted' WHERE seq = 1`, /^done: 0 bells$/),
    inPush(`UPDATE notification SET payload = '{"orderId":"done"}'`, /^done: 2 bells$/),
  ],
  'the audit is one unbroken chain of hashes that ends where its head says': [
    inUser(`UPDATE audit_entry SET by_name = 'employee:9' WHERE seq = 1`, /^broken at 1$/),
    inUser(`UPDATE audit_entry SET details = '{}' WHERE seq = 2`, /^broken at 2$/),
    inUser('DELETE FROM audit_entry WHERE seq = 1', /^broken at 1$/),
    inUser('DELETE FROM audit_entry WHERE seq = 3', /^broken at 3$/),
    inUser(`UPDATE audit_head SET seq = 2, hash = 'invented'`, /^broken at 3$/),
  ],
  'every change of an employee has its audit entry': [
    inUser('UPDATE employee SET revision = 3 WHERE id = 1', /^1$/),
    inUser(`UPDATE audit_entry SET subject = 'employee:2' WHERE seq = 2`, /^1$/),
  ],
  'the turnover reported is that of completed orders less what went back of them': [
    inReport('DELETE FROM tally', /^1: 0 reported, 2500 kept$/),
    inReport(`INSERT INTO tally VALUES ('1', 'refunded', '1970-01-02', '', 1, 5)`, /^1: 2495 reported/),
    inOrder(`UPDATE orders SET state = 'CANCELLED' WHERE id = 'done'`, /^1: 2500 reported, 0 kept$/),
    inPayment(`UPDATE refund SET attempt_id = 'done-1'`, /^1: 2500 reported, -200 kept$/),
  ],
  'a deleted customer has no name, no phone, no openid and no address': [
    inUser(`UPDATE customer SET phone = '13812345678' WHERE id = 8`, /^8$/),
    inUser(`UPDATE customer SET name = '王小明' WHERE id = 8`, /^8$/),
    { database: 'user', row: { table: 'address', customer_id: 8 }, names: /^8$/ },
  ],
  'no session of a deleted customer counts': [inUser('UPDATE session SET revoked_at = NULL', /^s-8$/)],
  'what customers have had of a shop is what their completed orders came to, but for those gone': [
    inReport('DELETE FROM shop_customer', /^1: customer 7 has 0 orders of 0, and had 1 orders of 2500$/),
    inReport('UPDATE shop_customer SET orders = 2', /^1: customer 7 has 2 orders of 2500, and had 1/),
    inReport('UPDATE shop_customer SET spent_fen = 2700', /^1: customer 7 has 1 orders of 2700, and had 1/),
    inReport(`UPDATE shop_customer SET shop_id = '2'`, /^2: customer 7 has 1 orders of 2500, and had 0/),
    inOrder(`UPDATE orders SET customer_id = '8' WHERE id = 'done'`, /^1: customer 7 has 1 orders of 2500/),
  ],
  'a deleted customer has no order under way, no cart and no message': [
    inOrder(`UPDATE orders SET state = 'PAID' WHERE id = 'gone'`, /^order gone is under way$/),
    inOrder(`UPDATE cart_line SET customer_id = '8'`, /^customer 8 has a cart$/),
    inPush(`UPDATE notification SET audience = 'customer:8'`, /^customer:8 has messages$/),
  ],
  'the orders of a deleted customer tell nothing of them, or wait to be forgotten': [
    inOrder(`UPDATE orders SET consignee = '王小明' WHERE id = 'gone'`, /^order gone is not forgotten$/),
    inOrder(`UPDATE orders SET phone = '13812345678' WHERE id = 'gone'`, /^order gone is not forgotten$/),
    inOrder(`UPDATE orders SET latitude_e6 = 1 WHERE id = 'gone'`, /^order gone is not forgotten$/),
    inPayment(`UPDATE attempt SET openid = 'openid-8' WHERE id = 'gone-1'`, /^the payer of gone-1 is not/),
  ],
  ...Object.fromEntries(
    ['user', 'catalog', 'inventory', 'order', 'payment', 'push', 'report'].flatMap((database) => [
      [`nothing waits in the outbox of ${database}`, [{ database, row: outboxRow, names: /^m-1$/ }]],
      [
        `no message is parked as a dead letter in ${database}`,
        [{ database, row: deadRow, names: /^push\/m-1$/ }],
      ],
      [`no timer of ${database} is a minute late`, [{ database, row: lateTimer, names: /^wake\/r-1$/ }]],
    ]),
  ),
}
