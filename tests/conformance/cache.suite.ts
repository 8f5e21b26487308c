import assert from 'node:assert/strict'
import { afterEach, beforeEach, suite, type TestContext, test } from 'node:test'
import type { Cache } from '#kit/cache/cache.ts'
import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'

const longMs = 60_000
const text = (words: string) => Buffer.from(words)
const read = async (cache: Cache, key: string) => {
  const bytes = await cache.get(key)
  return bytes === undefined ? undefined : Buffer.from(bytes).toString()
}
const until = (t: TestContext, belief: () => Promise<void>) =>
  t.waitFor(belief, { interval: 5, timeout: 5000 })

/** A first connection may take longer than a call may. */
async function connected(cache: Cache): Promise<void> {
  for (let n = 0; n < 100 && !(await cache.ready()); n += 1) await systemClock.sleep(20)
}

/** What every adapter of the port cache keeps. `open` opens the same cache each time. */
export function cacheSuite(adapter: string, open: () => Promise<Cache>): void {
  suite(`cache: ${adapter}`, () => {
    let cache: Cache
    let keys = 0
    const fresh = () => `${adapter} ${process.pid} ${++keys} 菜单`
    beforeEach(async () => {
      cache = await open()
      await connected(cache)
    })
    afterEach(() => cache.stop())

    test('what was kept is there, what was not is not, and it is ready', async () => {
      const key = fresh()
      assert.equal(await cache.get(key), undefined)
      await cache.set(key, text('one'), longMs)
      await cache.set(key, text('two'), longMs)
      assert.equal(await read(cache, key), 'two')
      assert.equal(await cache.ready(), true)
    })

    test('any bytes come back as they were, none at all and a megabyte too', async () => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
      for (const bytes of [Buffer.alloc(0), all, Buffer.from(systemRandom.bytes(1024 * 1024))]) {
        const key = fresh()
        await cache.set(key, bytes, longMs)
        assert.ok(bytes.equals((await cache.get(key)) ?? text('none')))
        assert.equal(await cache.setNewer(key, { version: 1, bytes }, longMs), true)
        assert.ok(bytes.equals((await cache.get(key)) ?? text('none')))
      }
    })

    test('what is kept does not change with the bytes that were given or answered', async () => {
      const key = fresh()
      const given = text('abc')
      await cache.set(key, given, longMs)
      given.fill(0)
      const answered = await cache.get(key)
      answered?.fill(1)
      assert.equal(await read(cache, key), 'abc')
    })

    test('after its time everything is gone, and nothing before', async (t) => {
      const [short, lease, refused] = [fresh(), fresh(), fresh()]
      const startedAt = systemClock.now()
      await cache.set(short, text('short'), 150)
      await cache.add(lease, text('lease'), 150)
      await cache.deleteOlder(refused, 5, 150)
      if (systemClock.now() - startedAt < 100) assert.equal(await read(cache, short), 'short')
      await until(t, async () => {
        assert.equal(await cache.get(short), undefined)
        assert.equal(await cache.add(lease, text('again'), longMs), true)
      })
      await until(t, async () =>
        assert.equal(await cache.setNewer(refused, { version: 1, bytes: text('old') }, longMs), true),
      )
      assert.ok(systemClock.now() - startedAt >= 150)
    })

    test('of a hundred who add at once, one does', async () => {
      const key = fresh()
      const adds = Array.from({ length: 100 }, (_, n) => cache.add(key, text(`${n}`), longMs))
      const winners = (await Promise.all(adds)).flatMap((isFirst, n) => (isFirst ? [`${n}`] : []))
      assert.equal(winners.length, 1)
      assert.deepEqual([await read(cache, key)], winners)
    })

    test('keys are deleted together wherever they are, and again without harm', async () => {
      const many = Array.from({ length: 600 }, fresh)
      for (const key of many) await cache.set(key, text(key), longMs)
      const [kept = '', ...gone] = many
      await cache.delete(gone)
      await cache.delete(gone)
      await cache.delete([])
      assert.equal(await read(cache, kept), kept)
      const left = await Promise.all(gone.map((key) => cache.get(key)))
      assert.deepEqual(left.filter(Boolean), [])
    })

    test('bytes never give way to older ones, but to the same version and to newer', async () => {
      const key = fresh()
      const put = (version: number, words: string) =>
        cache.setNewer(key, { version, bytes: text(words) }, longMs)
      await cache.set(key, text('without version'), longMs)
      assert.deepEqual([await put(7, 'seven'), await put(6.5, 'older')], [true, false])
      assert.equal(await read(cache, key), 'seven')
      assert.deepEqual(
        [await put(7, 'seven again'), await put(1_760_000_000_000.25, 'an instant')],
        [true, true],
      )
      assert.equal(await put(1_760_000_000_000, 'just before'), false)
      assert.equal(await read(cache, key), 'an instant')
    })

    test('whatever order a hundred versions come in, the newest stays', async () => {
      const key = fresh()
      const versions = Array.from({ length: 100 }, (_, n) => (n * 37) % 100)
      const put = (version: number) => cache.setNewer(key, { version, bytes: text(`${version}`) }, longMs)
      await Promise.all(versions.map(put))
      assert.equal(await read(cache, key), '99')
    })

    test('what was forgotten as older does not come back, and what is as new stays', async () => {
      const key = fresh()
      const put = (version: number) => cache.setNewer(key, { version, bytes: text(`${version}`) }, longMs)
      await put(3)
      await cache.deleteOlder(key, 3, longMs)
      assert.equal(await read(cache, key), '3')
      await cache.deleteOlder(key, 4, longMs)
      assert.equal(await cache.get(key), undefined)
      assert.equal(await put(3), false)
      assert.equal(await cache.get(key), undefined)
      assert.equal(await put(4), true)
      assert.equal(await read(cache, key), '4')
    })

    test('a key that was deleted refuses nothing', async () => {
      const key = fresh()
      await cache.setNewer(key, { version: 1, bytes: text('here') }, longMs)
      await cache.delete([key])
      assert.equal(await cache.setNewer(key, { version: 0, bytes: text('after a delete') }, longMs), true)
    })
  })
}
