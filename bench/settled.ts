import type { Books } from '../host/books/check.ts'

const settleMs = 120_000
const lookMs = 20

/** Whose events a submit may set off. */
const databases = ['order', 'inventory', 'payment', 'push']

/** What a submit sets off afterwards is part of its cost: waits until every event has been delivered. */
export async function settled(books: Books): Promise<void> {
  const waiting = async () => {
    const rows = databases.map((database) => books.all(database, 'SELECT seq FROM outbox LIMIT 1'))
    return (await Promise.all(rows)).flat().length
  }
  const endsAt = performance.now() + settleMs
  while ((await waiting()) > 0) {
    if (performance.now() > endsAt) throw new Error(`events still wait after ${settleMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}
