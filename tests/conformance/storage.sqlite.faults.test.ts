import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StatementSync } from 'node:sqlite'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '#kit/clock.ts'
import type { Fault } from '#kit/fault.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { silentLog } from '#kit/telemetry/log.ts'

interface Tables {
  file: { id: number; bytes: Uint8Array }
  child: { id: number; parent_id: number }
}

const folder = mkdtempSync(join(tmpdir(), 'cangqiong-storage-'))
after(() => rmSync(folder, { recursive: true }))
let files = 0

const schema = [
  'create table file (id bigint primary key, bytes blob not null)',
  `create table child (id bigint primary key,
     parent_id bigint not null references file (id) deferrable initially deferred)`,
]

/** A new database; `pragma` limits the writer's connection. */
async function open(t: TestContext, pragma?: string) {
  const fatal: Fault[] = []
  const storage = await createSqliteStorage<Tables>({
    path: join(folder, `faults-${files++}.db`),
    migrations: [{ name: '0001-tables', statements: pragma ? [...schema, pragma] : schema }],
    clock: systemClock,
    log: silentLog,
    onFatal: (fault) => fatal.push(fault),
  })
  t.after(() => storage.stop())
  return { storage, fatal }
}

function insert(tx: Tx<Tables>, id: number, size: number): Promise<unknown> {
  return tx.db
    .insertInto('file')
    .values({ id, bytes: new Uint8Array(size) })
    .execute()
}

async function idsIn(storage: Storage<Tables>): Promise<readonly number[]> {
  const rows = await storage.read('ids', (db) => db.selectFrom('file').select('id').orderBy('id').execute())
  return rows.map((row) => row.id)
}

function reasonsOf(outcomes: readonly PromiseSettledResult<unknown>[]): readonly unknown[] {
  return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : undefined))
}

/** Makes one statement of SQLite fail with a result code, as often as `times` says. */
function failOn(t: TestContext, sql: string, errcode: number, times = 1): void {
  const original = StatementSync.prototype.run
  let left = times
  t.mock.method(StatementSync.prototype, 'run', function (this: StatementSync, ...values: unknown[]) {
    if (this.sourceSQL !== sql || left-- <= 0) return Reflect.apply(original, this, values)
    throw Object.assign(new Error('planted'), { code: 'ERR_SQLITE_ERROR', errcode })
  })
}

const foreignWaits: Record<string, () => Promise<unknown>> = {
  'a timer': () => wait(0),
  'an immediate': () => new Promise((resolve) => setImmediate(resolve)),
  'the event loop': () => new Promise((resolve) => process.nextTick(() => setImmediate(resolve))),
  nothing: () => new Promise(() => undefined),
}

for (const [what, foreign] of Object.entries(foreignWaits)) {
  test(`a transaction that awaits ${what} fails alone and leaves nothing`, async (t) => {
    const { storage, fatal } = await open(t)
    let late: unknown
    const outcomes = await Promise.allSettled([
      storage.tx('first', (tx) => insert(tx, 1, 10)),
      storage.tx('stray', async (tx) => {
        await insert(tx, 2, 10)
        await foreign()
        late = await insert(tx, 3, 10).catch((error) => error)
      }),
      storage.tx('another', foreign),
      storage.tx('last', (tx) => insert(tx, 4, 10)),
    ])
    const [first, stray, another, last] = reasonsOf(outcomes)
    assert.deepEqual([first, last], [undefined, undefined])
    assert.match(String(stray), /the transaction stray awaited something else/)
    assert.match(String(another), /the transaction another awaited something else/)
    assert.deepEqual(await idsIn(storage), [1, 4])
    if (what !== 'nothing') {
      while (late === undefined) await wait(1)
      assert.match(String(late), /the transaction stray is over/)
    }
    assert.deepEqual(fatal, [])
  })
}

test('a full disk in one transaction fails its whole batch alike, and the storage goes on', async (t) => {
  const { storage, fatal } = await open(t, 'pragma max_page_count = 60')
  const outcomes = await Promise.allSettled([
    storage.tx('first', (tx) => insert(tx, 1, 10)),
    storage.tx('full', (tx) => insert(tx, 2, 1_000_000)),
    storage.tx('last', (tx) => insert(tx, 3, 10)),
  ])
  const [first, full, last] = reasonsOf(outcomes) as Fault[]
  assert.equal(first?.reason, 'STORAGE_UNAVAILABLE')
  assert.equal(first?.unknown, false)
  assert.ok(first === full && first === last)
  assert.deepEqual(await idsIn(storage), [])
  await storage.tx('again', (tx) => insert(tx, 4, 10))
  assert.deepEqual(await idsIn(storage), [4])
  assert.deepEqual(fatal, [])
})

test('a transaction that swallows the full disk cannot go on outside any transaction', async (t) => {
  const { storage } = await open(t, 'pragma max_page_count = 60')
  const swallowing = storage.tx('swallow', async (tx) => {
    await insert(tx, 1, 1_000_000).catch(() => undefined)
    await insert(tx, 2, 10).catch(() => undefined)
  })
  await assert.rejects(swallowing, { reason: 'STORAGE_UNAVAILABLE' })
  assert.deepEqual(await idsIn(storage), [])
})

test('a COMMIT that fails fails all of its batch alike, also those that had failed', async (t) => {
  const { storage, fatal } = await open(t)
  const outcomes = await Promise.allSettled([
    storage.tx('good', (tx) => insert(tx, 1, 10)),
    storage.tx('refused', async () => {
      throw new Error('because of what it saw')
    }),
    storage.tx('orphan', (tx) => tx.db.insertInto('child').values({ id: 1, parent_id: 99 }).execute()),
  ])
  const [good, refused, orphan] = reasonsOf(outcomes) as Fault[]
  assert.equal(good?.reason, 'STORAGE_UNAVAILABLE')
  assert.ok(good === refused && good === orphan)
  assert.deepEqual(await idsIn(storage), [])
  await storage.tx('again', (tx) => insert(tx, 2, 10))
  assert.deepEqual(await idsIn(storage), [2])
  assert.deepEqual(fatal, [])
})

test('an I/O error at COMMIT leaves the outcome unknown, ends the storage and is told once', async (t) => {
  const { storage, fatal } = await open(t)
  const ioError = 778
  failOn(t, 'commit', ioError, 2)
  const inBatch = Array.from({ length: 65 }, (_, i) => storage.tx('write', (tx) => insert(tx, i, 10)))
  const reasons = reasonsOf(await Promise.allSettled(inBatch)) as Fault[]
  assert.equal(reasons[0]?.unknown, true)
  assert.equal(new Set(reasons).size, 1)
  assert.deepEqual(fatal, [reasons[0]])
  assert.equal(await storage.ready(), false)
  await assert.rejects(
    storage.tx('later', async () => undefined),
    reasons[0],
  )
})

test('an I/O error in a statement ends the storage even where the transaction caught it', async (t) => {
  const { storage, fatal } = await open(t)
  failOn(t, 'insert into "file" ("id", "bytes") values (?, ?)', 266)
  const caught = storage.tx('catch', async (tx) => {
    await insert(tx, 1, 10).catch(() => undefined)
  })
  await assert.rejects(caught, { reason: 'STORAGE_UNAVAILABLE' })
  assert.equal(fatal.length, 1)
})

test('a database that cannot begin answers every waiting transaction', async (t) => {
  const { storage, fatal } = await open(t)
  const busy = 5
  failOn(t, 'begin immediate', busy)
  const outcomes = await Promise.allSettled([1, 2].map((id) => storage.tx('w', (tx) => insert(tx, id, 10))))
  assert.deepEqual(
    (reasonsOf(outcomes) as Fault[]).map((fault) => fault?.reason),
    ['STORAGE_UNAVAILABLE', 'STORAGE_UNAVAILABLE'],
  )
  assert.deepEqual(fatal, [])
  assert.equal(await storage.ready(), true)
})

test('at most 64 transactions share a commit and its failure, the next ones have their own', async (t) => {
  const { storage } = await open(t)
  const orphan = storage.tx('orphan', (tx) =>
    tx.db.insertInto('child').values({ id: 1, parent_id: 99 }).execute(),
  )
  const others = Array.from({ length: 199 }, (_, i) => storage.tx('w', (tx) => insert(tx, i, 10)))
  const reasons = reasonsOf(await Promise.allSettled([orphan, ...others]))
  assert.equal(reasons.filter((reason) => reason !== undefined).length, 64)
  assert.equal((await idsIn(storage)).length, 200 - 64)
})

test('the write-ahead log stays bounded while transactions go on', async (t) => {
  const { storage } = await open(t)
  const path = join(folder, `faults-${files - 1}.db`)
  for (let i = 0; i < 100; i++) await storage.tx('w', (tx) => insert(tx, i, 1_000_000))
  const megabytes = statSync(`${path}-wal`).size / 1_000_000
  assert.ok(megabytes < 40, `${megabytes} MB of 100 written`)
})

test('stop waits for the transactions that are queued', async (t) => {
  const { storage } = await open(t)
  const writing = Promise.all(
    Array.from({ length: 130 }, (_, i) => storage.tx('w', (tx) => insert(tx, i, 10))),
  )
  await storage.stop()
  await writing
})
