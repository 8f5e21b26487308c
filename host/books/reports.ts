import { type Books, byKey, type Check } from './check.ts'

interface Completed {
  readonly id: string
  readonly shopId: string
  readonly customerId: string
  readonly winner: string
  readonly fen: number
}

interface ShopSum {
  readonly shopId: string
  readonly fen: number
}

/** What holds between the reports and what they tell of. */
export const reportChecks: readonly Check[] = [
  {
    id: 'I-28',
    says: 'the turnover reported is that of completed orders less what went back of them',
    when: 'quiescent',
    run: turnover,
  },
  {
    id: 'I-28',
    says: 'what customers have had of a shop is what their completed orders came to, but for those gone',
    when: 'quiescent',
    run: customers,
  },
]

async function turnover(books: Books) {
  const completed = await findCompleted(books)
  const reported = byKey(
    await books.all<ShopSum>(
      'report',
      `SELECT shop_id AS shopId, SUM(CASE WHEN figure = 'turnover' THEN fen ELSE -fen END) AS fen
        FROM tally WHERE figure IN ('turnover', 'refunded') GROUP BY shop_id`,
    ),
    ({ shopId }) => shopId,
  )
  const kept = await keptBy(books, completed, ({ shopId }) => shopId)
  const shops = [...new Set([...kept.keys(), ...reported.keys()])]
  const violations = shops.flatMap((shop) => {
    const [ours, theirs] = [kept.get(shop)?.fen ?? 0, Number(reported.get(shop)?.fen ?? 0)]
    return ours === theirs ? [] : [`${shop}: ${theirs} reported, ${ours} kept`]
  })
  return { counted: completed.length, violations }
}

interface Had {
  readonly orders: number
  readonly fen: number
}

const nothing: Had = { orders: 0, fen: 0 }

async function customers(books: Books) {
  const gone = await books.all<{ id: number | string }>(
    'user',
    'SELECT id FROM customer WHERE deleted_at IS NOT NULL',
  )
  const isGone = new Set(gone.map(({ id }) => String(id)))
  const completed = (await findCompleted(books)).filter(({ customerId }) => !isGone.has(customerId))
  const placeOf = (of: { shopId: string; customerId: string }) => `${of.shopId}: customer ${of.customerId}`
  const reported = byKey(
    await books.all<Had & { shopId: string; customerId: string }>(
      'report',
      `SELECT shop_id AS shopId, customer_id AS customerId, orders, spent_fen AS fen FROM shop_customer`,
    ),
    placeOf,
  )
  const kept = await keptBy(books, completed, placeOf)
  const told = ({ orders, fen }: Had) => `${orders} orders of ${fen}`
  const violations = [...new Set([...kept.keys(), ...reported.keys()])].flatMap((place) => {
    const [ours, theirs] = [told(kept.get(place) ?? nothing), told(reported.get(place) ?? nothing)]
    return ours === theirs ? [] : [`${place} has ${theirs}, and had ${ours}`]
  })
  return { counted: completed.length, violations }
}

function findCompleted(books: Books): Promise<readonly Completed[]> {
  return books.all<Completed>(
    'order',
    `SELECT id, shop_id AS shopId, customer_id AS customerId, winner_id AS winner, amount_fen AS fen
      FROM orders WHERE state = 'COMPLETED'`,
  )
}

/** What is kept of completed orders, by any part of them. */
async function keptBy(
  books: Books,
  completed: readonly Completed[],
  part: (of: Completed) => string,
): Promise<ReadonlyMap<string, Had>> {
  const refunds = await books.all<{ attempt: string; fen: number }>(
    'payment',
    `SELECT attempt_id AS attempt, SUM(amount_fen) AS fen FROM refund
      WHERE state = 'SUCCESS' GROUP BY attempt_id`,
  )
  const back = byKey(refunds, ({ attempt }) => attempt)
  const kept = new Map<string, Had>()
  for (const order of completed) {
    const { orders, fen } = kept.get(part(order)) ?? nothing
    const left = order.fen - Number(back.get(order.winner)?.fen ?? 0)
    kept.set(part(order), { orders: orders + 1, fen: fen + left })
  }
  return kept
}
