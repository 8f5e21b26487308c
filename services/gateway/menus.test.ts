import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CategoryChangedSchema,
  DishChangedSchema,
  SetMealChangedSchema,
  ShopChangedSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { encodeKept } from '#kit/cache/envelope.ts'
import { createMemoryCache } from '#kit/cache/memory.ts'
import { Fault } from '#kit/fault.ts'
import { seededRandom } from '#kit/random.ts'
import { createGatewayWorld } from './gateway.fixture.ts'
import { createMenus, type Menus } from './menus.ts'

/** Without jitter, so that a time to live is exact. */
const exact = { menuJitterRatio: 0 }

function createMenuWorld() {
  const catalog = {
    version: 1,
    freshUntil: 0,
    asked: 0,
    hold: Promise.resolve(),
    missing: false,
    down: false,
  }
  const stubs = {
    catalog: {
      async getMenu({ shopId = '' }) {
        catalog.asked += 1
        const { version, freshUntil } = catalog
        await catalog.hold
        if (catalog.down) throw new Fault('unavailable', 'UNREACHABLE', 'catalog cannot be reached')
        if (catalog.missing) throw new Fault('missing', 'SHOP_MISSING', 'There is no such shop')
        return { etag: `"${shopId}-${version}"`, body: Buffer.from(`{"version":${version}}`), freshUntil }
      },
    },
  }
  const world = createGatewayWorld(stubs, exact)
  const ask = (shopId = '1', etag?: string) =>
    world.gateway.http.inject({
      url: `/v1/shops/${shopId}/menu`,
      headers: etag === undefined ? {} : { 'if-none-match': etag },
    })
  const hear = (event: object, message: object) =>
    world.gateway.watches.find((watching) => watching.event === event)?.see(message)
  return { ...world, catalog, stubs, ask, hear }
}

test('a menu is asked for once and then served from memory for its time to live', async () => {
  const { catalog, ask, clock } = createMenuWorld()
  const first = await ask()
  assert.deepEqual([first.statusCode, first.body, first.headers.etag], [200, '{"version":1}', '"1-1"'])
  assert.equal(first.headers['cache-control'], 'public, max-age=5')
  assert.equal((await ask('1', '"1-1"')).statusCode, 304)
  clock.advance(4999)
  await ask()
  assert.equal(catalog.asked, 1)
  catalog.version = 2
  clock.advance(1)
  assert.equal((await ask('1', '"1-1"')).body, '{"version":2}')
  assert.equal(catalog.asked, 2)
})

test('a menu that time alone changes is asked for again when it does', async () => {
  const { catalog, ask, clock } = createMenuWorld()
  catalog.freshUntil = clock.now() + 2000
  await ask()
  clock.advance(1999)
  await ask()
  assert.equal(catalog.asked, 1)
  Object.assign(catalog, { version: 2, freshUntil: 0 })
  clock.advance(1)
  assert.equal((await ask()).body, '{"version":2}')
})

test('however many ask at once, the catalog is asked once', async () => {
  const { catalog, ask } = createMenuWorld()
  const { promise, resolve } = Promise.withResolvers<void>()
  catalog.hold = promise
  const answers = Array.from({ length: 50 }, () => ask())
  await new Promise(setImmediate)
  resolve()
  assert.deepEqual([...new Set((await Promise.all(answers)).map(({ statusCode }) => statusCode))], [200])
  assert.equal(catalog.asked, 1)
})

for (const event of [ShopChangedSchema, CategoryChangedSchema, DishChangedSchema, SetMealChangedSchema]) {
  test(`${event.name} makes the shop’s menu stale at once, and no other’s`, async () => {
    const { catalog, ask, hear } = createMenuWorld()
    await Promise.all([ask('1'), ask('2')])
    catalog.version = 2
    hear(event, { shopId: '1' })
    assert.equal((await ask('1')).body, '{"version":2}')
    assert.equal((await ask('2')).body, '{"version":1}')
  })
}

test('a menu that a change made stale while it was on its way is not kept', async () => {
  const { catalog, ask, hear } = createMenuWorld()
  const { promise, resolve } = Promise.withResolvers<void>()
  catalog.hold = promise
  const early = ask()
  await new Promise(setImmediate)
  catalog.version = 2
  hear(DishChangedSchema, { shopId: '1' })
  resolve()
  assert.equal((await early).body, '{"version":1}')
  assert.equal((await ask()).body, '{"version":2}')
})

test('an absent shop is remembered as absent, and found as soon as it appears', async () => {
  const { catalog, ask, hear } = createMenuWorld()
  catalog.missing = true
  assert.deepEqual([(await ask()).statusCode, (await ask()).json().code], [404, 'SHOP_MISSING'])
  assert.equal(catalog.asked, 1)
  catalog.missing = false
  hear(ShopChangedSchema, { shopId: '1' })
  assert.equal((await ask()).statusCode, 200)
})

test('a failure is not remembered', async () => {
  const { catalog, ask } = createMenuWorld()
  catalog.down = true
  assert.equal((await ask()).statusCode, 503)
  catalog.down = false
  assert.equal((await ask()).statusCode, 200)
})

test('without the catalog the last menu is served for hours, but never one known to be over', async () => {
  const { catalog, ask, hear, clock } = createMenuWorld()
  await ask()
  catalog.down = true
  clock.advance(3_600_000)
  assert.deepEqual([(await ask()).statusCode, (await ask()).body], [200, '{"version":1}'])
  hear(DishChangedSchema, { shopId: '1' })
  assert.equal((await ask()).statusCode, 503)
})

/** Two gateways with a cache in common. */
function createTwoGateways() {
  const { catalog, stubs, clock } = createMenuWorld()
  const cache = createMemoryCache({ clock })
  const limits = { ttlMs: 5000, graceMs: 0, jitterRatio: 0, entriesMax: 10 }
  const [one, two] = [1, 2].map((seed) =>
    createMenus({ limits, cache, clock, random: seededRandom(seed), catalog: stubs.catalog as never }),
  ) as [Menus, Menus]
  const hear = ({ watches }: Menus) => watches[0]?.see({ shopId: '1' })
  return { catalog, cache, one, two, hear }
}

test('what one gateway knows the others need not ask for, the missing shop neither', async () => {
  const { catalog, one, two } = createTwoGateways()
  const { etag, full } = await one.load('1')
  assert.deepEqual(await two.load('1'), { ...(await one.load('1')), etag, full })
  assert.deepEqual(two.find('1')?.full.headers, full.headers)
  assert.equal(catalog.asked, 1)
  catalog.missing = true
  for (const menus of [one, two]) await assert.rejects(menus.load('2'), { reason: 'SHOP_MISSING' })
  assert.equal(catalog.asked, 2)
})

test('a change that every gateway hears of is served by every one at once', async () => {
  const { catalog, one, two, hear } = createTwoGateways()
  for (const menus of [one, two]) await menus.load('1')
  catalog.version = 2
  for (const menus of [one, two]) {
    hear(menus)
    assert.equal(String((await menus.load('1')).full.body), '{"version":2}')
  }
})

test('a cache that lost everything, or holds what is no menu, changes no answer', async () => {
  const { catalog, cache, one, two } = createTwoGateways()
  await one.load('1')
  await cache.delete(['menu:1'])
  assert.equal(String((await two.load('1')).full.body), '{"version":1}')
  const menu = { version: 2 ** 45, freshUntil: 2 ** 45 }
  for (const [n, lie] of ['', 'no newline', 'no etag\n{}', '"etag"', '"a" "b"\n{}'].entries()) {
    const key = `menu:lie${n}`
    await cache.set(key, encodeKept(key, { ...menu, bytes: Buffer.from(lie) }), 60_000)
    assert.equal(String((await two.load(`lie${n}`)).full.body), '{"version":1}')
  }
  assert.equal(catalog.asked, 7)
})
