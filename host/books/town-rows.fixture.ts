import type { SQLInputValue } from 'node:sqlite'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import { chainEntry, emptyChain } from '../../services/user/domain/audit.ts'

/** A row with its table; columns that are not named are empty. */
export type TownRow = { readonly table: string } & Readonly<Record<string, SQLInputValue>>

const far = 9_000_000_000_000
const paidAt = 5000
const slotAt = 9000

/**
 * Three orders of shop 1, 2700 fen each: `done` is completed and got 200 back, `gone` was paid, cancelled and
 * refunded, `new` waits for its money. Whoever ordered `gone` has deleted the account since. Every check has
 * something to look at.
 */
export const healthyRows: Readonly<Record<string, readonly TownRow[]>> = {
  user: [
    { table: 'customer', id: 8, name: '已注销', created_at: 1, deleted_at: 2 },
    { table: 'session', id: 's-8', subject_kind: 'customer', subject_id: 8, revoked_at: 2 },
    { table: 'employee', id: 1, username: 'manager', revision: 2 },
    { table: 'employee', id: 2, username: 'cashier', revision: 1 },
    ...audited(
      ...([
        ['employee:1', 'CREATED'],
        ['employee:1', 'UPDATED'],
        ['employee:2', 'CREATED'],
      ] as const),
      // Asked for, and nothing came of it: the process died in between.
      ...([
        ['dish:5', 'updateDish'],
        ['employee:2', 'anAct'],
      ] as const),
    ),
  ],
  order: [
    ...order('done', 'COMPLETED', ['PLACING', 'PENDING', 'PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED']),
    ...order('gone', 'CANCELLED', ['PLACING', 'PENDING', 'PAID', 'CANCELLED'], { slotAt, customerId: '8' }),
    ...order('new', 'PENDING', ['PLACING', 'PENDING'], { slotAt }),
    { table: 'slot_booking', shop_id: '1', slot_at: slotAt, used: 1, capacity: 1 },
    { table: 'cart', customer_id: '7', shop_id: '1', version: 7 },
    { table: 'cart', customer_id: '8', shop_id: '1', version: 2 },
    { table: 'cart_line', customer_id: '7', shop_id: '1', kind: 'DISH', item_id: '5', quantity: 1 },
    { table: 'order_payment', order_id: 'done', attempt_id: 'done-1', amount_fen: 2700 },
    { table: 'order_payment', order_id: 'gone', attempt_id: 'gone-1', amount_fen: 2700 },
    { table: 'order_refund', order_id: 'gone', n: 1, attempt_id: 'gone-1', amount_fen: 2700, state: 'DONE' },
    ...granted('done', 200),
  ],
  inventory: [
    { table: 'stock', shop_id: '1', dish_id: '5', on_hand: 9, reserved: 1 },
    { table: 'stock_move', shop_id: '1', dish_id: '5', delta: 10, kind: 'SET', ref: 'opening' },
    { table: 'stock_move', shop_id: '1', dish_id: '5', delta: -1, kind: 'COMMIT', ref: 'done' },
    ...reservation('done', 'COMMITTED'),
    ...reservation('gone', 'RELEASED'),
    ...reservation('new', 'HELD'),
  ],
  payment: [
    attempt('done'),
    attempt('gone'),
    {
      table: 'refund',
      id: 'back',
      order_id: 'gone',
      attempt_id: 'gone-1',
      amount_fen: 2700,
      state: 'SUCCESS',
    },
    {
      table: 'refund',
      id: 'part',
      order_id: 'done',
      attempt_id: 'done-1',
      n: 1,
      amount_fen: 200,
      state: 'SUCCESS',
    },
    ...booking('done', 'paid', ['provider_clearing', 'customer_deposits']),
    ...booking('done', 'earned', ['customer_deposits', 'revenue']),
    ...booking('done', 'part', ['refunds', 'provider_clearing'], 200),
    ...booking('gone', 'paid', ['provider_clearing', 'customer_deposits']),
    ...booking('gone', 'back', ['customer_deposits', 'provider_clearing']),
  ],
  wechat: [
    trade('done'),
    trade('gone'),
    { table: 'refund', outRefundNo: 'back', outTradeNo: 'gone-1', amountFen: 2700, status: 'SUCCESS' },
    {
      table: 'refund',
      outRefundNo: 'part',
      outTradeNo: 'done-1',
      amountFen: 200,
      status: 'SUCCESS',
      refundId: 'p',
    },
  ],
  report: [
    { table: 'tally', shop_id: '1', figure: 'turnover', day: '1970-01-01', times: 1, fen: 2700 },
    { table: 'tally', shop_id: '1', figure: 'refunded', day: '1970-01-01', times: 1, fen: 200 },
    { table: 'shop_customer', shop_id: '1', customer_id: '7', orders: 1, spent_fen: 2500 },
  ],
  push: [
    { table: 'audience', name: 'shop:1', last_seq: 2 },
    ...['done', 'gone'].map((orderId, index) => ({
      table: 'notification',
      audience: 'shop:1',
      seq: index + 1,
      type: 'order.paid',
      once_key: orderId,
      payload: JSON.stringify({ orderId }),
      at: paidAt + 1,
    })),
  ],
}

function order(
  id: string,
  state: string,
  history: readonly string[],
  { slotAt: slot_at = 0, customerId = '7' }: { slotAt?: number; customerId?: string } = {},
): TownRow[] {
  const steps = history.map((to_state, index) => ({
    table: 'order_history',
    order_id: id,
    version: index + 1,
    from_state: history[index - 1] ?? '',
    to_state,
    at: paidAt,
  }))
  const isPaid = history.includes('PAID')
  const of = { shop_id: '1', customer_id: customerId, winner_id: isPaid ? `${id}-1` : '' }
  const version = steps.length
  const disposition = { COMPLETED: 'COMMIT', CANCELLED: 'RELEASE' }[state] ?? ''
  const stock = { disposition, disposition_done: disposition === '' ? 0 : 1 }
  return [
    {
      table: 'orders',
      id,
      number: `N-${id}`,
      state,
      version,
      amount_fen: 2700,
      pay_deadline: far,
      slot_at,
      ...of,
      ...stock,
    },
    { table: 'order_line', order_id: id, kind: 'DISH', quantity: 2, unit_price_fen: 1000 },
    { table: 'order_charge', order_id: id, kind: 'PACKING', amount_fen: 100 },
    { table: 'order_charge', order_id: id, kind: 'DELIVERY', amount_fen: 600 },
    { table: 'idempotency', scope: `customer:${customerId}:submit`, idem_key: `key-${id}`, resource_id: id },
    ...steps,
  ]
}

function audited(...facts: readonly (readonly [subject: string, action: string])[]): TownRow[] {
  let head = emptyChain
  const rows = facts.map(([subject, action], index) => {
    const fact = { at: index, by: 'system:host', shopId: '1', subject, action, details: '{"name":[]}' }
    const { by, shopId, prevHash, ...entry } = chainEntry(head, fact, sha256Hex)
    head = entry
    return { table: 'audit_entry', ...entry, by_name: by, shop_id: shopId, prev_hash: prevHash }
  })
  return [...rows, { table: 'audit_head', chain: 'employees', ...{ seq: head.seq, hash: head.hash } }]
}

function reservation(orderId: string, outcome: string): TownRow[] {
  return [
    { table: 'reservation', order_id: orderId, shop_id: '1', outcome },
    { table: 'reservation_line', order_id: orderId, dish_id: '5', qty: 1 },
  ]
}

function attempt(orderId: string): TownRow {
  const of = { id: `${orderId}-1`, order_id: orderId, n: 1, open_guard: orderId, state: 'PAID' }
  return { table: 'attempt', ...of, amount_fen: 2700, paid_amount_fen: 2700 }
}

/** Part of an order's money that a claim got back. */
function granted(orderId: string, amount_fen: number): TownRow[] {
  const of = { order_id: orderId, n: 1 }
  const settled = { state: 'APPROVED', granted_fen: amount_fen, refund_n: 1 }
  return [
    {
      table: 'order_refund',
      ...of,
      attempt_id: `${orderId}-1`,
      amount_fen,
      cause: 'GRANTED:g-1',
      state: 'DONE',
    },
    { table: 'order_grant', ...of, id: 'g-1', amount_fen, claim_id: 'c-1' },
    { table: 'order_grant_line', grant_id: 'g-1', line_id: 1, quantity: 1 },
    { table: 'order_refund_step', ...of, step: 1, state: 'DUE' },
    { table: 'order_refund_step', ...of, step: 2, state: 'DONE' },
    { table: 'claim', id: 'c-1', order_id: orderId, asked_fen: amount_fen, ...settled, idem_key: 'c-1' },
    { table: 'claim', id: 'c-2', order_id: orderId, asked_fen: 1, state: 'OPEN', open_order_id: orderId },
  ]
}

function booking(
  orderId: string,
  step: string,
  [debit, credit]: readonly [string, string],
  fen = 2700,
): TownRow[] {
  const of = { table: 'journal', tx_id: `${step}:${orderId}`, order_id: orderId }
  return [
    { ...of, line: 1, account: debit, debit_fen: fen },
    { ...of, line: 2, account: credit, credit_fen: fen },
  ]
}

function trade(orderId: string): TownRow {
  const outTradeNo = `${orderId}-1`
  return { table: 'trade', outTradeNo, prepayId: outTradeNo, totalFen: 2700, state: 'SUCCESS', paidAt }
}
