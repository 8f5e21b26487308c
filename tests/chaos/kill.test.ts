import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { audit } from '../../host/books/audit.ts'
import { checks } from '../../host/books/checks.ts'
import { openSqliteBooks } from '../../host/books/sqlite-books.ts'
import type { Platform } from '../../host/supervise.ts'
import { createDraw, type Draw, seedOfRun } from './draw.ts'
import { install, type Shape } from './installation.ts'
import { type Load, startLoad } from './load.ts'
import { pause } from './patience.ts'
import { found, type Town } from './town.ts'
import { holdToPromises } from './witness.ts'

const kills = Math.ceil(Number(process.env.KILLS ?? 20) / 2)
const settleMs = 60_000
const always = checks.filter(({ when }) => when === 'always')
/** Longer than the profile's, so that orders outlive a restart and some still time out. */
const env = { CANGQIONG_ORDER_PAY_WINDOW_MS: '5000', CANGQIONG_USER_ACCESS_TOKEN_MS: '60000' }

for (const [on, where] of [
  ['direct', 'the one process'],
  ['grpc', 'any of the processes'],
] as const) {
  test(`kill -9 of ${where}, ${kills} times under load: nothing acknowledged is lost and the books are clean`, (t) =>
    survive(t, on))
}

async function survive(t: TestContext, on: Shape): Promise<void> {
  const draw = createDraw(seedOfRun)
  const { platform, close } = await install(on, env)
  const ended = new AbortController()
  t.after(() => {
    ended.abort()
    return close()
  })
  const town = await found(platform, draw, ended.signal)
  const load = startLoad(town)
  const recoveries: Recovery[] = []
  for (const victim of victims(platform, draw)) {
    console.log(performance.now() | 0, 'kill', victim, town.ledger.orders.size)
    recoveries.push(await killAndRecover({ platform, town, load, draw }, victim))
    console.log(performance.now() | 0, recoveries.at(-1))
    await judge(platform, town, always)
  }
  await load.goOn(20)
  await load.stop()
  const compared = await judge(platform, town, checks)
  tell(t, on, recoveries, town)
  assert.ok(compared > kills, 'orders were acknowledged all the while')
}

/** Everyone's turn comes, in an order that the seed decides. */
function* victims({ names }: Platform, draw: Draw): Iterable<string> {
  let round: string[] = []
  for (let killed = 0; killed < kills; killed++) {
    if (round.length === 0) round = draw.shuffled(names)
    yield round.pop() ?? ''
  }
}

interface Scene {
  readonly platform: Platform
  readonly town: Town
  readonly load: Load
  readonly draw: Draw
}

/** How long it took from a kill until the process was ready, and until the next order was acknowledged. */
interface Recovery {
  readonly readyMs: number
  readonly orderMs: number
}

async function killAndRecover({ platform, load, draw }: Scene, victim: string): Promise<Recovery> {
  await load.goOn(draw.from(1, 8))
  await pause(draw.from(0, 1200))
  for (const name of platform.names)
    assert.ok(isAlive(platform.process(name).pid), `${name} has died by itself`)
  const killedAt = performance.now()
  await platform.process(victim).kill()
  await platform.restart(victim)
  const readyMs = performance.now() - killedAt
  await load.goOn(1)
  return { readyMs, orderMs: performance.now() - killedAt }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Compares the databases on disk with what was promised and with the invariants. Answers how many orders it compared. */
async function judge(
  { dataDir }: Platform,
  { ledger, trouble }: Town,
  asked: typeof checks,
): Promise<number> {
  assert.equal(trouble.get('500 INTERNAL'), undefined, 'no request met a bug')
  const books = openSqliteBooks(dataDir)
  try {
    const compared = holdToPromises(ledger, books)
    for (const { check, finding } of await audit(books, asked, settleMs))
      assert.deepEqual(finding.violations, [], `${check.id} ${check.says}`)
    return compared
  } finally {
    books.close()
  }
}

function tell(t: TestContext, on: Shape, recoveries: readonly Recovery[], { ledger, trouble }: Town): void {
  const of = (pick: (recovery: Recovery) => number) => {
    const sorted = recoveries.map(pick).toSorted((a, b) => a - b)
    const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
    return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
  }
  const { orders, refusedKeys } = ledger
  const ends = Object.groupBy(orders.values(), ({ states }) => states.at(-1) ?? '')
  const states = Object.entries(ends).map(([state, all]) => `${state} ${all?.length}`)
  t.diagnostic(`${on}, seed ${seedOfRun}: ${recoveries.length} kills, ${orders.size} orders acknowledged`)
  t.diagnostic(`last seen as ${states.join(', ')}; ${refusedKeys.size} submissions refused`)
  t.diagnostic(`ready again: ${of(({ readyMs }) => readyMs)}; next order: ${of(({ orderMs }) => orderMs)}`)
  t.diagnostic(
    `answers missed: ${[...trouble].map(([what, times]) => `${what} × ${times}`).join(', ') || 'none'}`,
  )
}
