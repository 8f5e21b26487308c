import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { checks } from '../../host/books/checks.ts'
import { lackingFor } from '../../host/servers/backing.ts'
import { serviceNames } from '../../host/services.ts'
import { install } from '../installation.ts'
import { listen } from './bell.ts'
import { createDraw, seedOfRun } from './draw.ts'
import { requireClean, withBooks } from './judge.ts'
import { startLoad } from './load.ts'
import { found } from './town.ts'
import { holdToPromises } from './witness.ts'

const rolls = Number(process.env.ROLLS ?? 20)
/** As many as leave the machine the time to start processes beside them. */
const shoppers = 3
const lacking = lackingFor('mysql')
const skip = lacking.length > 0 ? `not on this machine: ${lacking.join(', ')}` : false
const name = `${rolls} rolls under load: no request fails, no notification is lost`
/** Nothing times out by itself, so that whatever fails is the roll's doing. */
const env = { CANGQIONG_ORDER_PAY_WINDOW_MS: '60000', CANGQIONG_USER_ACCESS_TOKEN_MS: '3600000' }

test(name, { skip }, async (t) => {
  const draw = createDraw(seedOfRun)
  const installation = await install('mysql', { env })
  const ended = new AbortController()
  t.after(() => {
    ended.abort()
    return installation.close()
  })
  const { platform } = installation
  const town = await found(platform, draw, ended.signal)
  const listener = await listen(town)
  t.after(() => listener.stop())
  const load = startLoad(town, shoppers)
  await load.goOn(10)
  const tookMs: number[] = []
  for (let n = 0; n < rolls; n++) {
    const begunAt = performance.now()
    await platform.roll(serviceNames[n % serviceNames.length] ?? '')
    tookMs.push(performance.now() - begunAt)
    await load.goOn(5)
  }
  await load.stop()
  await withBooks(installation, async (books) => {
    await holdToPromises(town.ledger, books)
    await requireClean(books, checks)
    const [row] = await books.all<{ last: number }>(
      'push',
      `SELECT last_seq AS last FROM audience WHERE name = 'shop:${town.shopId}'`,
    )
    await heardUpTo(listener.heard, Number(row?.last))
  })
  await listener.stop()
  tell(t, { tookMs, trouble: town.trouble, orders: town.ledger.orders.size, resumed: listener.resumed() })
  assert.deepEqual([...town.trouble], [], 'no request failed')
  const [first = 0] = listener.heard
  assert.deepEqual(
    listener.heard,
    Array.from(listener.heard, (_, at) => first + at),
    'in order, none twice',
  )
})

/** The last of them may still be on its way. */
async function heardUpTo(heard: readonly number[], last: number): Promise<void> {
  const endsAt = Date.now() + 5000
  while (heard.at(-1) !== last && Date.now() < endsAt) await new Promise((settle) => setTimeout(settle, 20))
  assert.equal(heard.at(-1), last, 'every notification was heard')
}

interface Told {
  readonly tookMs: readonly number[]
  readonly trouble: ReadonlyMap<string, number>
  readonly orders: number
  readonly resumed: number
}

function tell(t: TestContext, { tookMs, trouble, orders, resumed }: Told): void {
  const failed = [...trouble].map(([what, times]) => `${what} × ${times}`)
  const mean = tookMs.reduce((sum, ms) => sum + ms, 0) / tookMs.length
  t.diagnostic(
    `seed ${seedOfRun}: ${tookMs.length} rolls, ${(mean / 1000).toFixed(1)} s each, ${orders} orders`,
  )
  t.diagnostic(`failed requests: ${failed.join(', ') || 0}; the stream was picked up again ${resumed} times`)
}
