import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import { systemClock } from '#kit/clock.ts'
import type { Centre, CentreDocument } from '#kit/config/centre.ts'
import { live } from '#kit/config/config.ts'
import { openCentre } from '#kit/config/document.ts'
import { loadConfig } from '#kit/config/load.ts'
import { silentLog } from '#kit/telemetry/log.ts'

/** An empty place for a document, of this test alone. */
export interface CentreWorld {
  /** One more instance that looks at this place; the world stops it after the test. */
  open(): Promise<Centre>
  /** Puts a document there as a person does who knows nothing of us: with an editor, in a console. */
  write(text: string): Promise<void>
  /** Takes the place away and brings it back, document included. */
  readonly loss: { begin(): Promise<void>; end(): Promise<void> }
}

export type OpenWorld = (t: TestContext) => Promise<CentreWorld>

const one = '{"order":{"payWindowMs":1}}'
const two = '{"order":{"payWindowMs":2}}'
const three = '{"order":{"payWindowMs":3}}'

/** What every adapter of the port config keeps. */
export function configSuite(name: string, openWorld: OpenWorld): void {
  test(`${name}: where nobody wrote, there is no document`, async (t) => {
    const centre = await (await openWorld(t)).open()
    assert.equal(await centre.read(), null)
    assert.equal(await centre.ready(), true)
  })

  test(`${name}: what is published is read by every instance, with who and when`, async (t) => {
    const world = await openWorld(t)
    const [centre, other] = [await world.open(), await world.open()]
    const before = systemClock.now()
    assert.equal(await centre.publish(one, null, 'employee:3'), true)
    for (const reader of [centre, other]) {
      const { text, by, at } = found(await reader.read())
      assert.equal(text, one)
      assert.notEqual(by, '')
      assert.ok(at > before - 5000 && at < systemClock.now() + 5000, String(at - before))
    }
  })

  test(`${name}: another text has another version, and the same document the same`, async (t) => {
    const centre = await (await openWorld(t)).open()
    await centre.publish(one, null, 'employee:3')
    const first = found(await centre.read())
    assert.equal(found(await centre.read()).version, first.version)
    await centre.publish(two, first.version, 'employee:3')
    assert.notEqual(found(await centre.read()).version, first.version)
  })

  test(`${name}: only who knows the newest version publishes`, async (t) => {
    const world = await openWorld(t)
    const [centre, other] = [await world.open(), await world.open()]
    assert.equal(await centre.publish(one, 'no such version', 'employee:3'), false)
    assert.equal(await centre.read(), null)
    await centre.publish(one, null, 'employee:3')
    const { version } = found(await centre.read())
    assert.equal(await other.publish(two, null, 'employee:4'), false)
    assert.equal(await other.publish(two, version, 'employee:4'), true)
    assert.equal(await centre.publish(three, version, 'employee:3'), false)
    assert.equal(found(await centre.read()).text, two)
  })

  test(`${name}: of many who publish at once on the same version exactly one does`, async (t) => {
    const world = await openWorld(t)
    const centres = [await world.open(), await world.open(), await world.open()]
    await centres[0]?.publish(one, null, 'employee:3')
    const { version } = found((await centres[0]?.read()) ?? null)
    const texts = centres.map((_, n) => `{"order":{"payWindowMs":${10 + n}}}`)
    const told = await Promise.all(centres.map((each, n) => each.publish(texts[n] ?? '', version, `e:${n}`)))
    assert.equal(told.filter(Boolean).length, 1)
    assert.equal(found((await centres[0]?.read()) ?? null).text, texts[told.indexOf(true)])
  })

  test(`${name}: every instance that watches hears each change within a second`, async (t) => {
    const world = await openWorld(t)
    const centres = [await world.open(), await world.open()]
    const heard = centres.map((centre) => listenTo(t, centre))
    await world.write(one)
    await Promise.all(heard.map((each) => each.until(one, 1000)))
    const { version } = found(await (centres[0] as Centre).read())
    await centres[0]?.publish(two, version, 'employee:3')
    await Promise.all(heard.map((each) => each.until(two, 1000)))
    await world.write(three)
    await Promise.all(heard.map((each) => each.until(three, 1000)))
  })

  test(`${name}: what is heard is what is read, and heard once`, async (t) => {
    const world = await openWorld(t)
    const centre = await world.open()
    const heard = listenTo(t, centre)
    await world.write(one)
    assert.deepEqual(await heard.until(one, 1000), await centre.read())
    await world.write(two)
    await heard.until(two, 1000)
    assert.deepEqual(heard.texts(), [one, two])
  })

  test(`${name}: who stopped watching hears no more, and who goes on does`, async (t) => {
    const world = await openWorld(t)
    const centre = await world.open()
    const [left, stays] = [listenTo(t, centre), listenTo(t, centre)]
    await world.write(one)
    await Promise.all([left.until(one, 1000), stays.until(one, 1000)])
    left.stop()
    await world.write(two)
    await stays.until(two, 1000)
    assert.deepEqual(left.texts(), [one])
  })

  test(`${name}: a document that cannot be used changes nothing; the next good one does`, async (t) => {
    const world = await openWorld(t)
    await world.write(one)
    const config = await follow(t, world)
    const heard = listenTo(t, await world.open())
    for (const text of ['{"order": ', '[]', '{"order":{"payWindowMs":-1}}', '{"order":7}']) {
      await world.write(text)
      await heard.until(text, 1000)
    }
    assert.equal(config.current.payWindowMs, 1)
    await world.write(two)
    await until(() => config.current.payWindowMs === 2, 2000)
  })

  test(`${name}: while the place is away asking says so, and what was read stays in force`, async (t) => {
    const world = await openWorld(t)
    await world.write(one)
    const centre = await world.open()
    const { version } = found(await centre.read())
    const config = await follow(t, world)
    await world.loss.begin()
    const unavailable = { kind: 'unavailable', reason: 'CONFIG_UNAVAILABLE' }
    await assert.rejects(centre.read(), unavailable)
    await assert.rejects(centre.publish(two, version, 'employee:3'), unavailable)
    assert.equal(await centre.ready(), false)
    assert.equal(config.current.payWindowMs, 1)
    await world.loss.end()
    await until(() => centre.ready(), 120_000)
    await world.write(three)
    await until(() => config.current.payWindowMs === 3, 10_000)
  })
}

const schema = z.strictObject({ payWindowMs: live(z.int().positive().default(900_000)) })

/** The configuration of a service that follows the world's document. */
async function follow(t: TestContext, world: CentreWorld) {
  const needs = { clock: systemClock, log: silentLog }
  const document = await openCentre({ ...needs, centre: await world.open() })
  const config = loadConfig({ ...needs, schema, prefix: 'order', document })
  t.after(async () => {
    await config.stop()
    await document.stop()
  })
  return config
}

/** Keeps what a watcher hears. */
function listenTo(t: TestContext, centre: Centre) {
  const heard: CentreDocument[] = []
  const stop = centre.watch((document) => heard.push(document))
  t.after(stop)
  return {
    stop,
    texts: () => heard.map(({ text }) => text),
    async until(text: string, ms: number): Promise<CentreDocument> {
      await until(() => heard.some((document) => document.text === text), ms)
      return heard.find((document) => document.text === text) as CentreDocument
    },
  }
}

/** Waits for a state; the bound is in milliseconds. */
async function until(holds: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  const deadline = performance.now() + ms
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `within ${ms} ms: ${String(holds)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function found(document: CentreDocument | null): CentreDocument {
  assert.ok(document)
  return document
}
