import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { FaultDetailSchema } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import { systemClock } from '#kit/clock.ts'
import { createIds } from '#kit/ids.ts'
import type { Bus, Envelope } from '#kit/messaging/bus.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { createRelay } from '#kit/messaging/relay.ts'
import { systemRandom } from '#kit/random.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import type { KitTables, Storage } from '#kit/storage/storage.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'

if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())

  const adoptAfterMs = 1000
  const patience = { interval: 10, timeout: 15_000 }

  /** Processes of one service on a database of their own, and what they publish. */
  function service(t: TestContext) {
    const database = `processes_${++databases}`
    const published: { readonly by: string; readonly id: string }[] = []

    async function start(owner: string, { dying = false } = {}) {
      const needs = { url: server.url, database, migrations: [], clock: systemClock, log: silentLog }
      const storage = await createMysqlStorage<KitTables>(needs)
      const random = systemRandom
      const ids = createIds(systemClock, random)
      const outbox = createOutbox({ clock: systemClock, ids, owner })
      const bus = gatheringBus((messages) => {
        published.push(...messages.map(({ id }) => ({ by: owner, id })))
        return dying ? new Promise(() => undefined) : undefined
      })
      const relay = createRelay({
        ...{ storage, bus, random, owner, adoptAfterMs, shared: true },
        clock: systemClock,
        log: silentLog,
        sweepMs: 100,
      })
      t.after(async () => {
        if (!dying) await relay.stop?.()
        await storage.stop()
      })
      const announce = () =>
        storage.tx('announce', (tx) => outbox.announce(tx, FaultDetailSchema, 'key', { reason: owner }))
      return { storage, relay, announce }
    }

    return { published, start }
  }

  test('each process publishes what it announced, and no message leaves twice', async (t) => {
    const { published, start } = service(t)
    const [one, two] = [await start('one'), await start('two')]
    await Promise.all([one.relay.start?.(), two.relay.start?.()])
    await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 ? one : two).announce()))
    await t.waitFor(async () => assert.equal(await sizeOf(one.storage), 0), patience)
    assert.equal(published.length, 200)
    assert.equal(new Set(published.map(({ id }) => id)).size, 200)
    assert.equal(published.filter(({ by }) => by === 'one').length, 100)
  })

  test('what a dead process left behind is published by others soon, and once', async (t) => {
    const { published, start } = service(t)
    const dead = await start('dead')
    for (let n = 0; n < 150; n++) await dead.announce()
    const living = [await start('one'), await start('two'), await start('three')]
    await Promise.all(living.map(({ relay }) => relay.start?.()))
    const since = performance.now()
    await t.waitFor(async () => assert.equal(await sizeOf(dead.storage), 0), patience)
    assert.ok(performance.now() - since < 5 * adoptAfterMs)
    assert.equal(new Set(published.map(({ id }) => id)).size, 150)
    assert.equal(published.length, 150)
  })

  test('a process that dies amid publishing loses nothing: all arrives soon, some twice', async (t) => {
    const { published, start } = service(t)
    const [dying, living] = [await start('dying', { dying: true }), await start('living')]
    await Promise.all([dying.relay.start?.(), living.relay.start?.()])
    const since = performance.now()
    await Promise.all(Array.from({ length: 300 }, (_, n) => (n % 2 ? dying : living).announce()))
    await t.waitFor(async () => assert.equal(await sizeOf(living.storage), 0), patience)
    assert.ok(performance.now() - since < 5 * adoptAfterMs)
    assert.ok(published.some(({ by }) => by === 'dying'))
    assert.equal(new Set(published.filter(({ by }) => by === 'living').map(({ id }) => id)).size, 300)
  })

  test('a process leaves alone what another announced a moment ago', async (t) => {
    const { published, start } = service(t)
    const [busy, idle] = [await start('busy'), await start('idle')]
    await busy.announce()
    await idle.relay.start?.()
    await idle.relay.drain?.()
    assert.deepEqual(published, [])
    assert.equal(await sizeOf(busy.storage), 1)
  })

  test('a relay that has its database to itself takes everything at once', async (t) => {
    const { published, start } = service(t)
    const { storage, announce } = await start('before the restart')
    await announce()
    const seen: string[] = []
    const bus = gatheringBus((messages) => seen.push(...messages.map(({ id }) => id)))
    const random = systemRandom
    const alone = createRelay({ storage, bus, clock: systemClock, log: silentLog, random, owner: 'after it' })
    t.after(() => alone.stop?.())
    await alone.start?.()
    await t.waitFor(() => assert.equal(seen.length, 1), { timeout: 900 })
    assert.deepEqual(published, [])
  })
} else {
  const skip = 'MariaDB is not installed (Debian: apt-get install mariadb-server)'
  test('processes that share an outbox on MySQL', { skip })
}

function gatheringBus(gather: (messages: readonly Envelope[]) => unknown): Bus {
  const nothing = () => Promise.resolve()
  return {
    async publish(messages) {
      await gather(messages)
      return []
    },
    listen: nothing,
    watch: nothing,
    drain: nothing,
    stop: nothing,
  }
}

async function sizeOf(storage: Storage<KitTables>): Promise<number> {
  return storage.read('size', async (db) => (await db.selectFrom('outbox').select('seq').execute()).length)
}
