import { type Books, byKey, type Check } from './check.ts'

interface Completed {
  readonly id: string
  readonly shopId: string
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
]

async function turnover(books: Books) {
  const completed = await books.all<Completed>(
    'order',
    `SELECT id, shop_id AS shopId, winner_id AS winner, amount_fen AS fen FROM orders
      WHERE state = 'COMPLETED'`,
  )
  const reported = byKey(
    await books.all<ShopSum>(
      'report',
      `SELECT shop_id AS shopId, SUM(CASE WHEN figure = 'turnover' THEN fen ELSE -fen END) AS fen
        FROM tally WHERE figure IN ('turnover', 'refunded') GROUP BY shop_id`,
    ),
    ({ shopId }) => shopId,
  )
  const kept = await keptByShop(books, completed)
  const shops = [...new Set([...kept.keys(), ...reported.keys()])]
  const violations = shops.flatMap((shop) => {
    const [ours, theirs] = [kept.get(shop) ?? 0, Number(reported.get(shop)?.fen ?? 0)]
    return ours === theirs ? [] : [`${shop}: ${theirs} reported, ${ours} kept`]
  })
  return { counted: completed.length, violations }
}

/** What each shop keeps of its completed orders. */
async function keptByShop(
  books: Books,
  completed: readonly Completed[],
): Promise<ReadonlyMap<string, number>> {
  const refunds = await books.all<{ attempt: string; fen: number }>(
    'payment',
    `SELECT attempt_id AS attempt, SUM(amount_fen) AS fen FROM refund
      WHERE state = 'SUCCESS' GROUP BY attempt_id`,
  )
  const back = byKey(refunds, ({ attempt }) => attempt)
  const kept = new Map<string, number>()
  for (const { shopId, winner, fen } of completed)
    kept.set(shopId, (kept.get(shopId) ?? 0) + fen - Number(back.get(winner)?.fen ?? 0))
  return kept
}
