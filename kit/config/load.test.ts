import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import type { Log } from '../telemetry/log.ts'
import { live, secret } from './config.ts'
import { ConfigRefused, type ConfigSources, loadConfig } from './load.ts'

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

/** A configuration file in a folder of its own. */
function fileWith(t: TestContext, content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'cangqiong.json')
  const write = (next: unknown) => {
    writeFileSync(`${path}.new`, typeof next === 'string' ? next : JSON.stringify(next))
    renameSync(`${path}.new`, path)
  }
  write(content)
  return { path, write }
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

test('environment wins over file, file over profile, profile over default; each names its source', (t) => {
  const { path } = fileWith(t, { order: { packFen: 300, name: 'file' }, user: { strange: true } })
  const env = { CANGQIONG_ORDER_NAME: 'environment', CANGQIONG_USER_X: '1', PATH: '/bin' }
  const profile = { payWindowMs: 3000, packFen: 200, name: 'profile' }
  const config = load(t, { profile, file: path, env })
  assert.equal(config.current.payWindowMs, 3000)
  assert.equal(config.current.packFen, 300)
  assert.equal(config.current.name, 'environment')
  assert.equal(config.current.openAtNight, false)
  const sources = Object.fromEntries(config.describe().map(({ key, source }) => [key, source]))
  assert.equal(sources.payWindowMs, 'profile')
  assert.equal(sources.packFen, `file ${path}`)
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

test('a refusal names every key, what was expected, what was found and where', (t) => {
  const { path } = fileWith(t, { order: { packFen: '3', nmae: 'x' } })
  const env = { CANGQIONG_ORDER_PAY_WINDOW_MS: 'soon', CANGQIONG_ORDER_PAYWINDOW: '1' }
  const message = refusal({ file: path, env })
  assert.match(message, /The configuration of order is refused/)
  assert.match(
    message,
    /payWindowMs: expected number, got "soon" \(from environment CANGQIONG_ORDER_PAY_WINDOW_MS\)/,
  )
  assert.match(message, /packFen: .*expected number.*, got "3" \(from file .*cangqiong\.json\)/)
  assert.match(message, /nmae: no such key \(from file/)
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

test('a file that is not JSON is refused', (t) => {
  const { path } = fileWith(t, '{"order": ')
  assert.match(refusal({ file: path }), /cangqiong\.json cannot be read: SyntaxError/)
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

test('a live value follows the file and everyone is told; another waits for the restart and says so', (t) => {
  const { path, write } = fileWith(t, { order: { packFen: 1 } })
  const { log, lines } = keepingLog()
  const config = load(t, { file: path, log })
  const heard: unknown[] = []
  config.onChange((now, before) => heard.push([before.breaker.openMs, now.breaker.openMs, now.packFen]))
  write({ order: { packFen: 2, breaker: { openMs: 5 } } })
  assert.equal(config.reload(), true)
  assert.deepEqual(heard, [[1000, 5, 1]])
  assert.equal(config.current.packFen, 1)
  assert.ok(lines.some((line) => line.startsWith('packFen cannot change while running')))
  assert.equal(config.describe().find(({ key }) => key === 'breaker.openMs')?.source, `file ${path}`)
})

test('a live value set by the environment does not move with the file', (t) => {
  const { path, write } = fileWith(t, {})
  const config = load(t, { file: path, env: { CANGQIONG_ORDER_PAY_WINDOW_MS: '9' } })
  write({ order: { payWindowMs: 5 } })
  assert.equal(config.reload(), false)
  assert.equal(config.current.payWindowMs, 9)
})

test('a change that cannot be read is refused whole and the running values stay', (t) => {
  const { path, write } = fileWith(t, {})
  const { log, lines } = keepingLog()
  const config = load(t, { file: path, log })
  write({ order: { payWindowMs: -1, breaker: { openMs: 5 } } })
  assert.equal(config.reload(), false)
  write('nonsense')
  assert.equal(config.reload(), false)
  assert.deepEqual([config.current.payWindowMs, config.current.breaker.openMs], [900_000, 1000])
  assert.equal(lines.filter((line) => line.startsWith('a changed configuration was refused')).length, 2)
})

test('a changed file is noticed without being asked', { timeout: 10_000 }, async (t) => {
  const { path, write } = fileWith(t, {})
  const config = load(t, { file: path })
  const changed = new Promise<number>((resolve) => config.onChange((now) => resolve(now.payWindowMs)))
  const keptAlive = setInterval(() => undefined, 1000)
  write({ order: { payWindowMs: 5000 } })
  assert.equal(await changed, 5000)
  clearInterval(keptAlive)
})

test('who stopped hearing is not told', (t) => {
  const { path, write } = fileWith(t, {})
  const config = load(t, { file: path })
  let told = 0
  const stop = config.onChange(() => {
    told += 1
  })
  write({ order: { payWindowMs: 5 } })
  config.reload()
  stop()
  write({ order: { payWindowMs: 6 } })
  config.reload()
  assert.equal(told, 1)
})
