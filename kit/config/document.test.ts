import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import { manualClock, systemClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import { live, secret } from './config.ts'
import { type OpenCentreNeeds, openCentre } from './document.ts'
import { createFileCentre } from './file.ts'
import { loadConfig } from './load.ts'
import { createMemoryCentre, createMemoryPlace } from './memory.ts'
import { ConfigRefused } from './refused.ts'

const order = z.strictObject({
  payWindowMs: live(z.int().positive().default(900_000)),
  remindMs: live(z.int().default(5)),
  apiKey: secret(z.string().default('hush')),
})
const user = z.strictObject({ lockMs: live(z.int().default(1)) })

const start = 1_790_000_000_000

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

async function world(t: TestContext, needs: Partial<OpenCentreNeeds> = {}) {
  const clock = manualClock(start)
  const place = createMemoryPlace(clock)
  const open = async (more: Partial<OpenCentreNeeds> = {}) => {
    const centre = createMemoryCentre(place)
    const document = await openCentre({ centre, clock, log: silentLog, ...needs, ...more })
    t.after(() => document.stop())
    return document
  }
  return { clock, place, open }
}

const originOf = (document: Awaited<ReturnType<typeof openCentre>>, key: string) => {
  const found = loadConfig({ schema: order, prefix: 'order', document }).describe()
  const line = found.find((each) => each.key === key)
  assert.ok(line)
  return [line.value, line.source, line.version, line.changedBy, line.changedAt]
}

test('a published value says who changed it, when and in which version', async (t) => {
  const { clock, open } = await world(t)
  const document = await open()
  assert.deepEqual(originOf(document, 'payWindowMs'), ['900000', 'default', '', '', 0])
  await document.change([{ service: 'order', key: 'payWindowMs', value: 5 }], null, 'employee:3')
  assert.deepEqual(originOf(document, 'payWindowMs'), ['5', 'memory', '1', 'employee:3', start])
  clock.advance(1000)
  await document.change([{ service: 'order', key: 'remindMs', value: 6 }], '1', 'employee:4')
  assert.deepEqual(originOf(document, 'payWindowMs'), ['5', 'memory', '2', 'employee:3', start])
  assert.deepEqual(originOf(document, 'remindMs'), ['6', 'memory', '2', 'employee:4', start + 1000])
})

test('what was written by hand is its writer’s, also after somebody published', async (t) => {
  const { clock, place, open } = await world(t)
  const document = await open()
  await document.change([{ service: 'order', key: 'payWindowMs', value: 5 }], null, 'employee:3')
  clock.advance(1000)
  const edited = JSON.parse(place.document?.text ?? '')
  edited.order.payWindowMs = 7
  place.write(JSON.stringify(edited), 'hand')
  assert.deepEqual(originOf(document, 'payWindowMs'), ['7', 'memory', '2', 'hand', start + 1000])
  clock.advance(1000)
  await document.change([{ service: 'order', key: 'remindMs', value: 6 }], '2', 'employee:4')
  assert.deepEqual(originOf(document, 'payWindowMs'), ['7', 'memory', '3', 'hand', start + 1000])
})

test('who took a value out of the document is known, too, and what lies below it is in force', async (t) => {
  const { open } = await world(t)
  const document = await open()
  await document.change([{ service: 'order', key: 'payWindowMs', value: 5 }], null, 'employee:3')
  await document.change([{ service: 'order', key: 'payWindowMs', value: null }], '1', 'employee:4')
  assert.deepEqual(originOf(document, 'payWindowMs'), ['900000', 'default', '2', 'employee:4', start])
})

test('the values of other sections and keys stay as they are written', async (t) => {
  const { place, open } = await world(t)
  place.write('{"order":{"apiKey":"k","remindMs":1},"of others":{"a":[{"b":null}]}}', 'hand')
  const document = await open()
  await document.change([{ service: 'order', key: 'remindMs', value: 6 }], '1', 'employee:3')
  const { $changes, ...rest } = JSON.parse(place.document?.text ?? '')
  assert.deepEqual(rest, { order: { apiKey: 'k', remindMs: 6 }, 'of others': { a: [{ b: null }] } })
  assert.equal($changes['order.remindMs'].by, 'employee:3')
})

test('on a version that has moved nothing is published', async (t) => {
  const { place, open } = await world(t)
  const document = await open()
  const change = [{ service: 'order', key: 'remindMs', value: 6 }]
  await document.change(change, null, 'employee:3')
  const { text } = place.document ?? {}
  for (const before of [null, '0', '7'])
    await assert.rejects(document.change(change, before, 'employee:4'), { reason: 'CONFIG_MOVED' })
  assert.equal(place.document?.text, text)
})

test('all services of all processes follow one file within two seconds', async (t) => {
  const path = join(folderOf(t), 'config.json')
  const needs = { path, clock: systemClock, log: silentLog }
  const open = async () => {
    const document = await openCentre({ ...needs, centre: createFileCentre(needs) })
    t.after(() => document.stop())
    return {
      document,
      order: loadConfig({ schema: order, prefix: 'order', document }),
      user: loadConfig({ schema: user, prefix: 'user', document }),
    }
  }
  const processes = [await open(), await open()]
  for (const n of [11, 12, 13]) {
    const changedAt = performance.now()
    writeFileSync(path, JSON.stringify({ order: { payWindowMs: n }, user: { lockMs: n } }))
    const follows = () =>
      processes.every((one) => one.order.current.payWindowMs === n && one.user.current.lockMs === n)
    while (!follows()) {
      assert.ok(performance.now() - changedAt < 2000, `${n} was not heard of`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
})

test('without the centre a process starts with the last good document, and follows again', async (t) => {
  const lastGoodFile = join(folderOf(t), 'last-good.json')
  const { clock, place, open } = await world(t, { lastGoodFile })
  place.write('{"order":{"payWindowMs":5}}', 'hand')
  await open()
  assert.equal(statSync(lastGoodFile).mode & 0o777, 0o600)
  place.setAway(true)
  const document = await open()
  assert.deepEqual(originOf(document, 'payWindowMs'), ['5', 'memory', '1', 'hand', start])
  const config = loadConfig({ schema: order, prefix: 'order', document })
  place.setAway(false)
  place.write('{"order":{"payWindowMs":6}}', 'hand')
  clock.advance(1000)
  assert.equal(config.current.payWindowMs, 6)
})

test('without the centre and without a last good document the defaults serve until it is back', async (t) => {
  const { clock, place, open } = await world(t)
  place.write('{"order":{"payWindowMs":5}}', 'hand')
  place.setAway(true)
  const config = loadConfig({ schema: order, prefix: 'order', document: await open() })
  assert.equal(config.current.payWindowMs, 900_000)
  clock.advance(1000)
  place.setAway(false)
  const changed = new Promise((resolve) => config.onChange(resolve))
  await new Promise(setImmediate)
  clock.advance(1000)
  await changed
  assert.equal(config.current.payWindowMs, 5)
})

test('a document that makes no sense stops a first start, and none with a last good one', async (t) => {
  const lastGoodFile = join(folderOf(t), 'last-good.json')
  const { place, open } = await world(t, { lastGoodFile })
  place.write('{"order": ', 'hand')
  await assert.rejects(open(), ConfigRefused)
  place.write('{"order":{"payWindowMs":5}}', 'hand')
  await open()
  place.write('[]', 'hand')
  assert.equal(originOf(await open(), 'payWindowMs')[0], '5')
  assert.match(readFileSync(lastGoodFile, 'utf8'), /payWindowMs/)
})
