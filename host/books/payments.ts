import { type Books, byKey, type Check, sqlCheck } from './check.ts'

const payment = { database: 'payment', when: 'always' } as const

interface Attempt {
  readonly id: string
  readonly orderId: string
  readonly state: string
  readonly paidFen: number
  /** IMPORTED: taken in the installation before this one, under a number that the provider does not know. */
  readonly channel: string
}
interface Sum {
  readonly ref: string
  readonly fen: number
}
interface Trade {
  readonly id: string
  readonly paidFen: number
  readonly backFen: number
}

/**
 * What holds within the payment service's tables, and between them, the orders and the provider's own books.
 */
export const paymentChecks: readonly Check[] = [
  sqlCheck({
    ...payment,
    id: 'I-8',
    says: 'never more is given back for an attempt than was paid for it',
    look: 'refund',
    wrong: `SELECT r.attempt_id FROM refund r LEFT JOIN attempt a ON a.id = r.attempt_id
      GROUP BY r.attempt_id, a.paid_amount_fen HAVING SUM(r.amount_fen) > COALESCE(a.paid_amount_fen, 0)`,
  }),
  sqlCheck({
    ...payment,
    id: 'I-13',
    says: 'an order has at most one attempt that is not closed',
    look: 'attempt',
    wrong: `SELECT order_id FROM attempt WHERE state IN ('INIT', 'PREPAID', 'CLOSING', 'PAID')
      GROUP BY order_id HAVING COUNT(*) > 1`,
  }),
  sqlCheck({
    ...payment,
    id: 'I-14',
    says: 'debits and credits of every journal transaction are equal',
    look: 'journal',
    wrong: 'SELECT tx_id FROM journal GROUP BY tx_id HAVING SUM(debit_fen) <> SUM(credit_fen)',
  }),
  sqlCheck({
    ...payment,
    id: 'I-14',
    says: 'what the journal holds at the provider is what was paid less what went back',
    look: "journal WHERE account = 'provider_clearing'",
    wrong: `SELECT clearing, owed FROM (SELECT
      (SELECT COALESCE(SUM(debit_fen - credit_fen), 0) FROM journal
        WHERE account = 'provider_clearing') AS clearing,
      (SELECT COALESCE(SUM(paid_amount_fen), 0) FROM attempt WHERE state IN ('PAID', 'LATE'))
      - (SELECT COALESCE(SUM(amount_fen), 0) FROM refund WHERE state = 'SUCCESS') AS owed) AS totals
      WHERE clearing <> owed`,
    words: (clearing, owed) => `${clearing} in the journal, ${owed} by attempts and refunds`,
  }),
  {
    id: 'I-9',
    says: 'what was paid for an attempt is the amount of its order',
    when: 'always',
    async run(books) {
      const amounts = byKey(
        await books.all<Sum>('order', 'SELECT id AS ref, amount_fen AS fen FROM orders'),
        (row) => row.ref,
      )
      const paid = (await attempts(books)).filter(({ state }) => state === 'PAID' || state === 'LATE')
      const wrong = paid.filter(({ orderId, paidFen }) => amounts.get(orderId)?.fen !== paidFen)
      return { counted: paid.length, violations: wrong.map(({ id }) => id) }
    },
  },
  {
    id: 'I-6',
    says: 'every live paid order has its winning payment',
    when: 'always',
    async run(books) {
      const live = await books.all<{ id: string; winner: string }>(
        'order',
        `SELECT id, winner_id AS winner FROM orders
          WHERE state IN ('PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED')`,
      )
      const known = byKey(await attempts(books), (attempt) => attempt.id)
      const isPaid = (id: string) => ['PAID', 'LATE'].includes(known.get(id)?.state ?? '')
      return {
        counted: live.length,
        violations: live.filter(({ winner }) => !isPaid(winner)).map(({ id }) => id),
      }
    },
  },
  {
    id: 'I-11',
    says: 'an order that goes on keeps its amount less what was granted, a cancelled one keeps nothing',
    when: 'quiescent',
    run: keptMoney,
  },
  {
    id: 'I-12',
    says: 'what the provider took is known to us as paid',
    when: 'quiescent',
    async run(books) {
      const ours = byKey(await attempts(books), (attempt) => attempt.id)
      const taken = (await trades(books)).filter(({ paidFen }) => paidFen > 0)
      const unknown = taken.filter(({ id }) => !['PAID', 'LATE'].includes(ours.get(id)?.state ?? ''))
      return { counted: taken.length, violations: unknown.map(({ id }) => id) }
    },
  },
  {
    id: 'I-14',
    says: 'attempt by attempt we and the provider agree on what was paid and what went back',
    when: 'quiescent',
    run: agreement,
  },
  {
    id: 'I-26',
    says: 'the revenue booked is the sum of completed orders',
    when: 'quiescent',
    run: revenue,
  },
  {
    id: 'I-26',
    says: 'what went back of completed orders is booked as given back, and nothing is left of their deposits',
    when: 'quiescent',
    run: givenBack,
  },
]

function attempts(books: Books): Promise<readonly Attempt[]> {
  return books.all<Attempt>(
    'payment',
    'SELECT id, order_id AS orderId, state, paid_amount_fen AS paidFen, channel FROM attempt',
  )
}

/** The provider's own books: trades with what was paid and what went back. */
function trades(books: Books): Promise<readonly Trade[]> {
  return books.all<Trade>(
    'wechat',
    `SELECT t.outTradeNo AS id, CASE WHEN t.paidAt IS NULL THEN 0 ELSE t.totalFen END AS paidFen,
      (SELECT COALESCE(SUM(r.amountFen), 0) FROM refund r
        WHERE r.outTradeNo = t.outTradeNo AND r.status = 'SUCCESS') AS backFen FROM trade t`,
  )
}

async function keptMoney(books: Books) {
  const orders = await books.all<{ id: string; state: string; fen: number }>(
    'order',
    `SELECT id, state, amount_fen AS fen FROM orders
      WHERE state NOT IN ('PLACING', 'PENDING', 'CLOSING') AND origin = ''`,
  )
  const orderOf = byKey(await attempts(books), (attempt) => attempt.id)
  const kept = new Map<string, number>()
  for (const { id, paidFen, backFen } of await trades(books)) {
    const orderId = orderOf.get(id)?.orderId ?? ''
    kept.set(orderId, (kept.get(orderId) ?? 0) + paidFen - backFen)
  }
  const granted = byKey(
    await books.all<Sum>(
      'order',
      `SELECT order_id AS ref, SUM(amount_fen) AS fen FROM order_refund
        WHERE cause LIKE 'GRANTED:%' AND state = 'DONE' GROUP BY order_id`,
    ),
    (row) => row.ref,
  )
  const due = ({ id, state, fen }: (typeof orders)[number]) =>
    state === 'CANCELLED' ? 0 : fen - Number(granted.get(id)?.fen ?? 0)
  const wrong = orders.filter((order) => (kept.get(order.id) ?? 0) !== due(order))
  return {
    counted: orders.length,
    violations: wrong.map(
      (order) => `${order.id} is ${order.state} and keeps ${kept.get(order.id) ?? 0} fen`,
    ),
  }
}

async function agreement(books: Books) {
  const theirs = byKey(await trades(books), (trade) => trade.id)
  const back = byKey(
    await books.all<Sum>(
      'payment',
      `SELECT attempt_id AS ref, SUM(amount_fen) AS fen FROM refund
        WHERE state = 'SUCCESS' GROUP BY attempt_id`,
    ),
    (row) => row.ref,
  )
  const ours = (await attempts(books)).filter(({ channel }) => channel !== 'IMPORTED')
  const violations = ours.flatMap(({ id, paidFen }) => {
    const trade = theirs.get(id) ?? { paidFen: 0, backFen: 0 }
    const backFen = back.get(id)?.fen ?? 0
    const agree = trade.paidFen === paidFen && trade.backFen === backFen
    return agree ? [] : [`${id}: ours ${paidFen} − ${backFen}, theirs ${trade.paidFen} − ${trade.backFen}`]
  })
  return { counted: ours.length, violations }
}

/** Both ways: what is earned is booked, and what is booked was earned. */
async function revenue(books: Books) {
  const completed = byKey(
    await books.all<Sum>(
      'order',
      "SELECT id AS ref, amount_fen AS fen FROM orders WHERE state = 'COMPLETED'",
    ),
    (row) => row.ref,
  )
  const booked = byKey(
    await books.all<Sum>(
      'payment',
      `SELECT order_id AS ref, SUM(credit_fen - debit_fen) AS fen FROM journal
        WHERE account = 'revenue' GROUP BY order_id`,
    ),
    (row) => row.ref,
  )
  const orders = new Set([...completed.keys(), ...booked.keys()])
  const wrong = [...orders].filter((id) => completed.get(id)?.fen !== booked.get(id)?.fen)
  return { counted: completed.size, violations: wrong }
}

/** A completed order has earned its amount, and all that went back of it went back of what it earned. */
async function givenBack(books: Books) {
  const completed = await books.all<{ id: string; winner: string }>(
    'order',
    "SELECT id, winner_id AS winner FROM orders WHERE state = 'COMPLETED'",
  )
  const back = byKey(
    await books.all<Sum>(
      'payment',
      `SELECT attempt_id AS ref, SUM(amount_fen) AS fen FROM refund
        WHERE state = 'SUCCESS' GROUP BY attempt_id`,
    ),
    (row) => row.ref,
  )
  const booked = byKey(
    await books.all<{ ref: string; refunds: number; deposit: number }>(
      'payment',
      `SELECT order_id AS ref,
        SUM(CASE WHEN account = 'refunds' THEN debit_fen - credit_fen ELSE 0 END) AS refunds,
        SUM(CASE WHEN account = 'customer_deposits' THEN credit_fen - debit_fen ELSE 0 END) AS deposit
        FROM journal GROUP BY order_id`,
    ),
    (row) => row.ref,
  )
  const violations = completed.flatMap(({ id, winner }) => {
    const went = Number(back.get(winner)?.fen ?? 0)
    const { refunds = 0, deposit = 0 } = booked.get(id) ?? {}
    const isRight = Number(refunds) === went && Number(deposit) === 0
    return isRight ? [] : [`${id}: ${went} went back, ${refunds} booked, ${deposit} left`]
  })
  return { counted: completed.length, violations }
}
