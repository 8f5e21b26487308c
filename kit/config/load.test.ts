import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import { systemClock } from '../clock.ts'
import { type Log, silentLog } from '../telemetry/log.ts'
import { live, secret } from './config.ts'
import { openCentre } from './document.ts'
import { type ConfigSources, type Described, loadConfig } from './load.ts'
import { createMemoryCentre, createMemoryPlace } from './memory.ts'
import { ConfigRefused } from './refused.ts'

const schema = z.object({
  payWindowMs: live(z.int().positive().default(900_000)),
  packFen: z.int().default(100),
  openAtNight: z.boolean().default(false),
  name: z.string().default('苍穹'),
  apiKey: secret(z.string().min(8)).default('demo-secret'),
  breaker: z.object({ openMs: live(z.int()).default(1000) }).default({ openMs: 1000 }),
  tags: z.array(z.string()).default([]),
  unset: z.string().optional(),
})

type Order = z.output<typeof schema>

/** A document that its writer changes while it is followed. */
async function documentWith(t: TestContext, content: unknown) {
  const place = createMemoryPlace()
  const write = (next: unknown) =>
    place.write(typeof next === 'string' ? next : JSON.stringify(next), 'writer')
  write(content)
  const centre = createMemoryCentre(place)
  const document = await openCentre({ centre, clock: systemClock, log: silentLog })
  t.after(() => document.stop())
  return { document, write }
}

function load(t: TestContext, sources: Partial<ConfigSources<Order>> = {}) {
  const config = loadConfig({ schema, prefix: 'order', ...sources })
  t.after(() => config.stop())
  return config
}

function refusal(sources: Partial<ConfigSources<Order>>): string {
  try {
    loadConfig({ schema, prefix: 'order', ...sources })
  } catch (error) {
    assert.ok(error instanceof ConfigRefused)
    return error.message
  }
  assert.fail('it was accepted')
}

/** A log that keeps what it is told. */
function keepingLog() {
  const lines: string[] = []
  const keep = (message: string) => void lines.push(message)
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep, with: () => log }
  return { log, lines }
}

test('environment wins over document, that over profile, that over default; each is named', async (t) => {
  const { document } = await documentWith(t, {
    order: { packFen: 300, name: 'document' },
    user: { strange: true },
  })
  const env = { CANGQIONG_ORDER_NAME: 'environment', CANGQIONG_USER_X: '1', PATH: '/bin' }
  const profile = { payWindowMs: 3000, packFen: 200, name: 'profile' }
  const config = load(t, { profile, document, env })
  assert.equal(config.current.payWindowMs, 3000)
  assert.equal(config.current.packFen, 300)
  assert.equal(config.current.name, 'environment')
  assert.equal(config.current.openAtNight, false)
  const sources = Object.fromEntries(config.describe().map(({ key, source }) => [key, source]))
  assert.equal(sources.payWindowMs, 'profile')
  assert.equal(sources.packFen, 'memory')
  assert.equal(sources.name, 'environment CANGQIONG_ORDER_NAME')
  assert.equal(sources.openAtNight, 'default')
})

test('variables are read by the kind of their value', (t) => {
  const env = {
    CANGQIONG_ORDER_PAY_WINDOW_MS: '3000',
    CANGQIONG_ORDER_OPEN_AT_NIGHT: 'true',
    CANGQIONG_ORDER_NAME: '42',
    CANGQIONG_ORDER_BREAKER_OPEN_MS: '7',
    CANGQIONG_ORDER_TAGS: '["hot","new"]',
  }
  const { current } = load(t, { env })
  const { payWindowMs, openAtNight, name, breaker, tags } = current
  const expected = [3000, true, '42', { openMs: 7 }, ['hot', 'new']]
  assert.deepEqual([payWindowMs, openAtNight, name, breaker, tags], expected)
})

test('a variable of a setting that is one of several texts is that text, and of other choices JSON', () => {
  const cache = z.union([z.literal('memory'), z.string().startsWith('redis://')]).default('memory')
  const pause = z.union([z.literal('none'), z.int()]).default('none')
  const env = { CANGQIONG_PLATFORM_CACHE: 'redis://a:1', CANGQIONG_PLATFORM_PAUSE: '5' }
  const { current } = loadConfig({ schema: z.object({ cache, pause }), prefix: 'platform', env })
  assert.deepEqual(current, { cache: 'redis://a:1', pause: 5 })
})

test('a refusal names every key, what was expected, what was found and where', async (t) => {
  const { document } = await documentWith(t, { order: { packFen: '3', nmae: 'x' } })
  const env = { CANGQIONG_ORDER_PAY_WINDOW_MS: 'soon', CANGQIONG_ORDER_PAYWINDOW: '1' }
  const message = refusal({ document, env })
  assert.match(message, /The configuration of order is refused/)
  assert.match(
    message,
    /payWindowMs: expected number, got "soon" \(from environment CANGQIONG_ORDER_PAY_WINDOW_MS\)/,
  )
  assert.match(message, /packFen: .*expected number.*, got "3" \(from memory\)/)
  assert.match(message, /nmae: no such key \(from memory/)
  assert.match(message, /CANGQIONG_ORDER_PAYWINDOW: no such key/)
})

test('a value out of its bounds is refused with its source', () => {
  const message = refusal({ env: { CANGQIONG_ORDER_PAY_WINDOW_MS: '-5' } })
  assert.match(message, /payWindowMs: Too small.*, got -5 \(from environment CANGQIONG_ORDER_PAY_WINDOW_MS\)/)
})

test('a value without default that nobody gives is refused', () => {
  const strict = z.object({ url: z.string() })
  const read = () => loadConfig({ schema: strict, prefix: 'pay' })
  assert.throws(read, /url: .*expected string.* \(from nowhere: it has no default\)/)
})

test('secrets are shown neither in descriptions nor in refusals', (t) => {
  const config = load(t, { env: { CANGQIONG_ORDER_API_KEY: 'very-secret' } })
  const shown = config.describe().find(({ key }) => key === 'apiKey')
  assert.equal(shown?.value, '***')
  const message = refusal({ env: { CANGQIONG_ORDER_API_KEY: 'hush' } })
  assert.match(message, /apiKey/)
  assert.doesNotMatch(message, /hush/)
})

test('values are frozen to the last', (t) => {
  const { current } = load(t)
  assert.throws(() => Object.assign(current, { packFen: 1 }), TypeError)
  assert.throws(() => Object.assign(current.breaker, { openMs: 1 }), TypeError)
})

test('a live value follows the document and everyone is told; another waits for the restart', async (t) => {
  const { document, write } = await documentWith(t, { order: { packFen: 1 } })
  const { log, lines } = keepingLog()
  const config = load(t, { document, log })
  const heard: unknown[] = []
  config.onChange((now, before) => heard.push([before.breaker.openMs, now.breaker.openMs, now.packFen]))
  write({ order: { packFen: 2, breaker: { openMs: 5 } } })
  assert.deepEqual(heard, [[1000, 5, 1]])
  assert.equal(config.current.packFen, 1)
  assert.ok(lines.some((line) => line.startsWith('packFen cannot change while running')))
  assert.equal(describedBy(config, 'breaker.openMs').source, 'memory')
})

test('a live value that leaves the document is what it was without it', async (t) => {
  const { document, write } = await documentWith(t, { order: { payWindowMs: 5 } })
  const config = load(t, { document, profile: { payWindowMs: 7 } })
  write({ order: {} })
  assert.equal(config.current.payWindowMs, 7)
  assert.equal(describedBy(config, 'payWindowMs').source, 'profile')
})

test('what is in an object marked live is live', async (t) => {
  const { document, write } = await documentWith(t, {})
  const rate = z.object({ size: z.int().default(1) })
  const rates = z.object({ rates: live(z.object({ read: rate.prefault({}) })).prefault({}) })
  const config = loadConfig({ schema: rates, prefix: 'gateway', document })
  t.after(() => config.stop())
  write({ gateway: { rates: { read: { size: 9 } } } })
  assert.equal(config.current.rates.read.size, 9)
})

test('a live value set by the environment does not move with the document', async (t) => {
  const { document, write } = await documentWith(t, {})
  const config = load(t, { document, env: { CANGQIONG_ORDER_PAY_WINDOW_MS: '9' } })
  write({ order: { payWindowMs: 5 } })
  assert.equal(config.current.payWindowMs, 9)
  const { source, version, changedBy } = describedBy(config, 'payWindowMs')
  assert.deepEqual([source, version, changedBy], ['environment CANGQIONG_ORDER_PAY_WINDOW_MS', '', ''])
})

test('a change that cannot be read is refused whole and the running values stay', async (t) => {
  const { document, write } = await documentWith(t, {})
  const { log, lines } = keepingLog()
  const config = load(t, { document, log })
  write({ order: { payWindowMs: -1, breaker: { openMs: 5 } } })
  write('nonsense')
  assert.deepEqual([config.current.payWindowMs, config.current.breaker.openMs], [900_000, 1000])
  assert.equal(lines.filter((line) => line.startsWith('a changed configuration was refused')).length, 1)
})

test('a wish is granted or refused by what the document may change, and changes nothing', async (t) => {
  const { document } = await documentWith(t, { order: { breaker: { openMs: 5 } } })
  const config = load(t, { document, env: { CANGQIONG_ORDER_BREAKER_OPEN_MS: '3' } })
  const before = config.current
  const check = (key: string, value: unknown) => () => config.check([{ key, value }])
  config.check([{ key: 'payWindowMs', value: 5 }])
  config.check([{ key: 'payWindowMs', value: null }])
  assert.throws(check('payWindow', 5), { reason: 'CONFIG_KEY_MISSING' })
  assert.throws(check('breaker', { openMs: 5 }), { reason: 'CONFIG_KEY_MISSING' })
  assert.throws(check('packFen', 5), { reason: 'CONFIG_FIXED', message: /cannot change while running/ })
  assert.throws(check('apiKey', 'long-enough'), { reason: 'CONFIG_FIXED', message: /secret/ })
  assert.throws(check('breaker.openMs', 5), { reason: 'CONFIG_FIXED', message: /BREAKER_OPEN_MS/ })
  assert.throws(check('payWindowMs', 'soon'), { reason: 'CONFIG_VALUE_INVALID', message: /expected number/ })
  assert.throws(check('payWindowMs', -5), { reason: 'CONFIG_VALUE_INVALID', message: /order\.payWindowMs/ })
  assert.equal(config.current, before)
})

test('who stopped hearing is not told', async (t) => {
  const { document, write } = await documentWith(t, {})
  const config = load(t, { document })
  let told = 0
  const stop = config.onChange(() => {
    told += 1
  })
  write({ order: { payWindowMs: 5 } })
  stop()
  write({ order: { payWindowMs: 6 } })
  assert.equal(told, 1)
  await config.stop()
  write({ order: { payWindowMs: 7 } })
  assert.equal(config.current.payWindowMs, 6)
})

function describedBy(config: { describe(): readonly Described[] }, key: string): Described {
  const found = config.describe().find((each) => each.key === key)
  assert.ok(found)
  return found
}
