import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import type { KitTables } from '#kit/storage/storage.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { createTimers } from '#kit/timers/runner.ts'
import { setTimer, type TimerHandler } from '#kit/timers/timers.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'

if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())

  const clock = systemClock
  const log = silentLog
  const patience = { interval: 10, timeout: 20_000 }

  /** Starts processes of one service on a database of their own. */
  function service(t: TestContext, deadlineMs = 30_000) {
    const database = `timer_processes_${++databases}`
    return async (wake: TimerHandler) => {
      const needs = { url: server.url, database, migrations: [], clock, log }
      const storage = await createMysqlStorage<KitTables>(needs)
      const handlers = { wake }
      const timers = createTimers({
        storage,
        handlers,
        clock,
        log,
        random: systemRandom,
        deadlineMs,
        shared: true,
      })
      let ended = false
      /** Ends it between any two statements, with whatever it has in its hands. */
      async function die() {
        if (ended) return
        ended = true
        await timers.stop?.()
        await storage.stop()
      }
      t.after(die)
      await timers.start?.()
      const set = (ref: string, dueAt: number) =>
        storage.tx('set', (tx) => setTimer(tx, { kind: 'wake', ref, dueAt }))
      const left = () =>
        storage.read('left', async (db) => (await db.selectFrom('timer').select('ref').execute()).length)
      return { timers, set, left, die }
    }
  }

  test('of processes that share their timers one fires each, whoever has set it, and soon', async (t) => {
    const start = service(t)
    const dueAt = new Map<string, number>()
    const fired: string[] = []
    const lateMs: number[] = []
    const wake: TimerHandler = async (ref) => {
      fired.push(ref)
      lateMs.push(clock.now() - (dueAt.get(ref) ?? 0))
    }
    const processes = [await start(wake), await start(wake)]
    for (let n = 0; n < 300; n++) dueAt.set(`${n}`, clock.now() + 500 + 5 * n)
    const sets = [...dueAt].map(([ref, at], n) => processes[n % 2]?.set(ref, at))
    await Promise.all(sets)
    await t.waitFor(async () => assert.equal(await processes[0]?.left(), 0), patience)
    assert.deepEqual(fired.toSorted(), [...dueAt.keys()].toSorted())
    lateMs.sort((a, b) => a - b)
    assert.ok((lateMs[150] ?? Number.NaN) < 1500, `half of them fired ${lateMs[150]} ms late and more`)
  })

  test('what a process had in its hands when it died is fired by another after its deadline', async (t) => {
    const start = service(t, 1000)
    const fired: string[] = []
    const dying = await start(() => new Promise(() => undefined))
    await dying.set('order', clock.now())
    await t.waitFor(() => assert.equal(dying.timers.running(), 1), patience)
    await dying.die()
    const living = await start(async (ref) => void fired.push(ref))
    await t.waitFor(async () => assert.equal(await living.left(), 0), patience)
    assert.deepEqual(fired, ['order'])
  })
} else {
  const skip = 'MariaDB is not installed (Debian: apt-get install mariadb-server)'
  test('processes that share their timers on MySQL', { skip })
}
