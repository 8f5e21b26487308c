import { type Books, byKey, type Check, sqlCheck } from './check.ts'

const databases = ['user', 'catalog', 'inventory', 'order', 'payment', 'push', 'report'] as const

/** What holds for messages, timers and notifications. */
export const messageChecks: readonly Check[] = [
  ...databases.flatMap((database) => [
    sqlCheck({
      database,
      when: 'quiescent',
      id: 'I-17',
      says: `nothing waits in the outbox of ${database}`,
      look: 'outbox',
      wrong: 'SELECT msg_id FROM outbox',
    }),
    sqlCheck({
      database,
      when: 'quiescent',
      id: 'I-18',
      says: `no message is parked as a dead letter in ${database}`,
      look: 'dead_letter',
      wrong: "SELECT consumer, msg_id FROM dead_letter WHERE state = 'PARKED'",
    }),
    sqlCheck({
      database,
      when: 'quiescent',
      id: 'I-19',
      says: `no timer of ${database} is a minute late`,
      look: 'timer',
      wrong: 'SELECT kind, ref FROM timer WHERE due_at < {now} - 60000',
    }),
  ]),
  sqlCheck({
    database: 'push',
    when: 'always',
    id: 'I-16',
    says: 'the notifications of every audience are numbered without gaps',
    look: 'notification',
    // Old ones are forgotten from the beginning, so those that are kept reach without gaps to the last.
    wrong: `SELECT a.name FROM audience a WHERE a.last_seq <>
      (SELECT COALESCE(MIN(n.seq) - 1, 0) + COUNT(*) FROM notification n WHERE n.audience = a.name)
      OR a.last_seq <> (SELECT COALESCE(MAX(n.seq), 0) FROM notification n WHERE n.audience = a.name)`,
  }),
  {
    id: 'I-16',
    says: 'every order paid here has rung the bell of its shop exactly once',
    when: 'quiescent',
    run: bells,
  },
]

async function bells(books: Books) {
  const paid = await books.all<{ id: string; shopId: string; at: number }>(
    'order',
    `SELECT h.order_id AS id, o.shop_id AS shopId, h.at FROM order_history h
      JOIN orders o ON o.id = h.order_id WHERE h.to_state = 'PAID' AND o.origin = ''`,
  )
  const forgotten = byKey(
    await books.all<{ audience: string; at: number }>(
      'push',
      'SELECT audience, MIN(at) AS at FROM notification GROUP BY audience HAVING MIN(seq) > 1',
    ),
    (row) => row.audience,
  )
  const rung = await rungBells(books)
  // Of what was paid before the oldest notification that is kept, the bell may be forgotten.
  const kept = paid.filter(({ shopId, at }) => at > (forgotten.get(`shop:${shopId}`)?.at ?? -1))
  const violations = kept
    .filter(({ id }) => rung.get(id) !== 1)
    .map(({ id }) => `${id}: ${rung.get(id) ?? 0} bells`)
  return { counted: kept.length, violations }
}

/** How often the bell has rung, by order. */
async function rungBells(books: Books): Promise<ReadonlyMap<string, number>> {
  const bells = await books.all<{ payload: string }>(
    'push',
    "SELECT payload FROM notification WHERE audience LIKE 'shop:%' AND type = 'order.paid'",
  )
  const rung = new Map<string, number>()
  for (const { payload } of bells) {
    const { orderId } = JSON.parse(payload) as { orderId: string }
    rung.set(orderId, (rung.get(orderId) ?? 0) + 1)
  }
  return rung
}
