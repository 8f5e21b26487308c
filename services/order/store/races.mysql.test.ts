import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { after, before, beforeEach, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../../host/servers/mariadb.ts'
import type { CartStore } from '../ports.ts'
import { orderService } from '../service.ts'
import { createCartStore } from './carts.ts'
import type { OrderTables } from './tables.ts'

// Two processes on one database: what one does between two statements of the other.
const isPossible = mariadbAvailable() || process.env.REQUIRE_SERVERS === '1'
const skip = isPossible ? false : 'MariaDB is not installed (Debian: apt-get install mariadb-server)'

const rice = { kind: 'DISH', id: '49', options: [] } as const
const soup = { kind: 'DISH', id: '50', options: [] } as const

/** The other process acts in nobody's transaction. */
const outside = AsyncLocalStorage.snapshot()

let server: StartedMariadb
let here: CartStore
let there: CartStore
const stops: (() => Promise<void>)[] = []
/** What the other process does before a statement of this one. */
let meddle: (verb: string, sql: string) => Promise<void> = async () => undefined

before(async () => {
  if (skip) return
  server = await startMariadb()
  here = createCartStore(await open((verb, sql) => outside(meddle, verb, sql)))
  there = createCartStore(await open())
})
beforeEach(async () => {
  if (!skip) await server.empty('races')
})
after(async () => {
  for (const stop of stops) await stop()
  await server?.stop()
})

async function open(onStatement?: (verb: string, sql: string) => Promise<void>) {
  const storage = await createMysqlStorage<OrderTables>({
    url: server.url,
    database: 'races',
    migrations: orderService.migrations,
    clock: systemClock,
    log: silentLog,
    ...(onStatement && { onStatement }),
  })
  stops.push(() => storage.stop())
  return storage
}

/** Has the other process act once, before the first statement of a verb that fits. */
function actBefore(verb: string, fits: RegExp, act: () => Promise<unknown>): () => boolean {
  let hasActed = false
  meddle = async (running, sql) => {
    if (hasActed || running !== verb || !fits.test(sql)) return
    hasActed = true
    // Whatever runs beside that statement is through before.
    await systemClock.sleep(50)
    await act()
  }
  return () => hasActed
}

test('a cart is seen with the lines that its version counts', { skip }, async () => {
  const { version } = await here.add('7', '1', [{ item: rice, quantity: 1 }])
  const hasActed = actBefore('findCart', /from `cart`/, () =>
    there.add('7', '1', [{ item: soup, quantity: 1 }]),
  )
  const seen = await here.find('7', '1')
  assert.ok(hasActed(), 'nothing happened in between: the test proves nothing')
  assert.equal(seen.lines.length, seen.version === version ? 1 : 2)
})

test('a line that an order has consumed meanwhile is missing', { skip }, async () => {
  const { lines } = await here.add('7', '1', [{ item: rice, quantity: 1 }])
  const hasActed = actBefore('setCartLine', /^update `cart`/, () => there.clear('7', '1'))
  const setting = here.setLine('7', lines[0]?.id ?? '', 2)
  await assert.rejects(setting, { reason: 'CART_LINE_MISSING' })
  assert.ok(hasActed(), 'nothing happened in between: the test proves nothing')
  assert.equal((await there.find('7', '1')).version, 2)
})

test('both processes fill one cart at the same time and nothing is lost', { skip }, async () => {
  meddle = async () => undefined
  const add = (store: CartStore) => store.add('8', '1', [{ item: rice, quantity: 1 }])
  await Promise.all(Array.from({ length: 20 }, (_, i) => add(i % 2 === 0 ? here : there)))
  const { version, lines } = await here.find('8', '1')
  assert.deepEqual([version, lines.map(({ quantity }) => quantity)], [20, [20]])
})
