import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createMemoryJobs } from '#kit/jobs/memory.ts'
import type { Storage } from '#kit/storage/storage.ts'
import type { ExportWish } from '../domain/export.ts'
import { createExportWriter } from '../jobs/export-writer.ts'
import type { ExportNeeds } from '../ports.ts'
import { openShop } from '../shop.fixture.ts'
import { createExportStore } from '../store/exports.ts'
import type { OrderTables } from '../store/tables.ts'
import { timerHandlers } from '../timers.ts'
import { advanceExport } from './advance-export.ts'
import { cancelExport } from './cancel-export.ts'
import { createExport } from './create-export.ts'
import { expireExport } from './expire-export.ts'
import { getExport } from './get-export.ts'
import { getExportFile } from './get-export-file.ts'

const manager = { kind: 'employee', id: '2', shopId: '1', roles: ['manager'] } as const
const dayMs = 24 * 3_600_000

async function openOffice(t: TestContext, changes: Partial<ReturnType<ExportNeeds['exportRules']>> = {}) {
  const shop = await openShop()
  t.after(() => shop.close())
  const { storage, clock } = shop
  const rules = { keptMs: dayMs, keptMax: 5, pageMax: 10, bytesMax: 100_000, ...changes }
  const needs = {
    ...shop.needs,
    exports: createExportStore(storage),
    writer: createExportWriter(createMemoryJobs({ clock })),
    exportRules: () => rules,
  }
  const now = clock.now()
  const wish = (differing: Partial<ExportWish> = {}): ExportWish => ({
    ...{ shopId: '1', beginAt: now - dayMs, endAt: now, language: 'zh', idempotencyKey: 'key-1' },
    ...differing,
  })
  const begin = async (differing: Partial<ExportWish> = {}) =>
    (await createExport(needs, wish(differing), manager)).created
  const idOf = ({ id, shopId }: { id: string; shopId: string }) => ({ exportId: id, shopId })
  const look = (one: { id: string; shopId: string }) => getExport(needs, idOf(one), manager)
  const file = async (one: { id: string; shopId: string }) =>
    Buffer.concat(await partsOf(getExportFile(needs, idOf(one), manager))).toString()
  return { needs, storage, clock, now, wish, begin, idOf, look, file }
}

/** Orders of a shop, one a minute, the newest at `until`; ids are UUIDv7 of their time. */
async function putOrders(
  storage: Storage<OrderTables>,
  count: number,
  until: number,
  shopId = '1',
): Promise<void> {
  await storage.tx('putOrders', async (tx) => {
    for (let n = 0; n < count; n++) {
      const at = until - n * 60_000
      const hex = at.toString(16).padStart(12, '0')
      const tail = shopId.padStart(2, '0') + String(n).padStart(10, '0')
      const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${tail}`
      const texts = {
        state: 'COMPLETED',
        consignee: '张三',
        phone: '13800000001',
        address: '上地十街',
        remark: '',
      }
      const empty = { winner_id: '', attempt_id: '', attempt_channel: '', disposition: '', cancel_reason: '' }
      const zeros = { attempt_n: 0, attempt_closed: 0, disposition_done: 1, reminders: 0, reminded_at: 0 }
      const counts = {
        version: 1,
        revision: 1,
        amount_fen: 100 + n,
        cutlery: 0,
        deliver_at: 0,
        pay_deadline: 0,
      }
      const row = {
        id,
        number: `N${shopId}-${n}`,
        shop_id: shopId,
        customer_id: '7',
        created_at: at,
        updated_at: at,
      }
      const whole = { ...row, ...texts, ...empty, ...zeros, ...counts, cancel_note: '', short_dish_ids: '' }
      await tx.db.insertInto('orders').values(whole).execute()
      const line = { order_id: id, kind: 'DISH', item_id: '9', options: '[]', name: '米饭', image: '' }
      const sold = { ...line, quantity: 2, unit_price_fen: 50, parts: '[]' }
      await tx.db.insertInto('order_line').values(sold).execute()
    }
  })
}

async function partsOf(file: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = []
  for await (const part of file) parts.push(part)
  return parts
}

/** The order numbers of a file, as they stand in it. */
const numbersIn = (file: string) => file.match(/N\d+-\d+/g) ?? []

const timersOf = (storage: Storage<OrderTables>) =>
  storage.tx('timers', async ({ kit }) => {
    const rows = await kit.selectFrom('timer').select(['kind', 'ref']).orderBy('kind').execute()
    return rows.filter(({ kind }) => kind.startsWith('export')).map(({ kind, ref }) => `${kind} ${ref}`)
  })

test('an export is written page by page until it has all orders of the range, oldest first', async (t) => {
  const { needs, storage, now, begin, look, file } = await openOffice(t)
  await putOrders(storage, 25, now - 60_000)
  await putOrders(storage, 3, now - 60_000, '2')
  const begun = await begin()
  assert.deepEqual({ state: begun.state, progress: begun.progress }, { state: 'WAITING', progress: 0 })
  const seen: { state: string; progress: number; orders: number; isFarther: boolean }[] = []
  for (let step = 0; step < 3; step++) {
    await advanceExport(needs, begun.id)
    const { state, progress, orders } = await look(begun)
    seen.push({ state, orders, isFarther: progress > (seen.at(-1)?.progress ?? 0), progress })
  }
  assert.deepEqual(
    seen.map(({ state, orders }) => `${state} ${orders}`),
    ['RUNNING 10', 'RUNNING 20', 'DONE 25'],
  )
  assert.ok(seen.every(({ isFarther }) => isFarther) && seen.at(-1)?.progress === 1)
  const written = await file(begun)
  assert.deepEqual(
    numbersIn(written),
    Array.from({ length: 25 }, (_, n) => `N1-${24 - n}`),
  )
  assert.equal(written.split('\r\n').length, 27)
  assert.equal(written.split('\ufeff').length, 2)
})

test('the range begins with its first moment and ends before its last', async (t) => {
  const { needs, storage, now, begin, file } = await openOffice(t)
  await putOrders(storage, 5, now - 60_000)
  const begun = await begin({ beginAt: now - 4 * 60_000, endAt: now - 60_000 })
  await advanceExport(needs, begun.id)
  assert.deepEqual(numbersIn(await file(begun)), ['N1-3', 'N1-2', 'N1-1'])
})

test('the same key answers the same export, for another range it is refused', async (t) => {
  const { needs, wish } = await openOffice(t)
  const both = await Promise.all([createExport(needs, wish(), manager), createExport(needs, wish(), manager)])
  assert.equal(both[0].created.id, both[1].created.id)
  assert.deepEqual(both.map(({ replayed }) => replayed).sort(), [false, true])
  await assert.rejects(createExport(needs, wish({ beginAt: 1, endAt: 2 }), manager), { reason: 'KEY_REUSED' })
})

test('a shop has one export under way, and may begin the next when it has ended', async (t) => {
  const { needs, begin } = await openOffice(t)
  const first = await begin()
  await assert.rejects(begin({ idempotencyKey: 'key-2' }), { kind: 'conflict', reason: 'EXPORT_BUSY' })
  await advanceExport(needs, first.id)
  const second = await begin({ idempotencyKey: 'key-2' })
  assert.notEqual(second.id, first.id)
})

test('only managers and finance of the shop export, and others learn nothing', async (t) => {
  const { needs, wish, begin, idOf } = await openOffice(t)
  const begun = await begin()
  const staff = { ...manager, roles: ['staff'] }
  const foreign = { ...manager, shopId: '2' }
  for (const [by, kind] of [
    [staff, 'forbidden'],
    [foreign, 'missing'],
    [{ kind: 'customer', id: '7' }, 'missing'],
    [{ kind: 'anonymous' }, 'missing'],
  ] as const) {
    await assert.rejects(createExport(needs, wish({ idempotencyKey: 'x' }), by), { kind })
    for (const ask of [getExport, cancelExport]) await assert.rejects(ask(needs, idOf(begun), by), { kind })
    await assert.rejects(partsOf(getExportFile(needs, idOf(begun), by)), { kind })
  }
  assert.ok(await getExport(needs, idOf(begun), { ...manager, roles: ['finance'] }))
  const there = { exportId: begun.id, shopId: '2' }
  await assert.rejects(getExport(needs, there, foreign), { reason: 'EXPORT_MISSING' })
})

test('a range that is none is refused, and nothing is kept', async (t) => {
  const { begin, now, storage } = await openOffice(t)
  const ranges = [
    { beginAt: 5, endAt: 5 },
    { beginAt: -1, endAt: 5 },
    { beginAt: now - 367 * dayMs, endAt: now },
    { language: 'fr' },
  ]
  for (const range of ranges)
    await assert.rejects(begin(range), { kind: 'invalid', reason: 'EXPORT_INVALID' })
  await assert.rejects(begin({ idempotencyKey: '' }), { reason: 'KEY_INVALID' })
  assert.deepEqual(await timersOf(storage), [])
})

test('a cancelled export stays so, whatever its writer did, and keeps nothing of its file', async (t) => {
  const { needs, storage, now, begin, idOf, look, file } = await openOffice(t)
  await putOrders(storage, 25, now - 60_000)
  const begun = await begin()
  await advanceExport(needs, begun.id)
  const writer = {
    ...needs.writer,
    async write(...given: Parameters<ExportNeeds['writer']['write']>) {
      await cancelExport(needs, idOf(begun), manager)
      return needs.writer.write(...given)
    },
  }
  await advanceExport({ ...needs, writer }, begun.id)
  assert.equal((await look(begun)).state, 'CANCELLED')
  await assert.rejects(file(begun), { kind: 'conflict', reason: 'EXPORT_UNFINISHED' })
  const parts = await storage.read('parts', (db) => db.selectFrom('order_export_part').select('n').execute())
  assert.deepEqual(parts, [])
  assert.deepEqual(await timersOf(storage), [`export-expiry ${begun.id}`])
  assert.equal((await cancelExport(needs, idOf(begun), manager)).state, 'CANCELLED')
})

test('a finished export is not cancelled', async (t) => {
  const { needs, begin, idOf, file } = await openOffice(t)
  const begun = await begin()
  await advanceExport(needs, begun.id)
  assert.equal((await cancelExport(needs, idOf(begun), manager)).state, 'DONE')
  assert.match(await file(begun), /订单号/)
})

test('two writers of one export write each part once', async (t) => {
  const { needs, storage, now, begin, file } = await openOffice(t)
  await putOrders(storage, 25, now - 60_000)
  const begun = await begin()
  for (let step = 0; step < 3; step++)
    await Promise.all([advanceExport(needs, begun.id), advanceExport(needs, begun.id)])
  assert.equal(numbersIn(await file(begun)).length, 25)
})

test('where the pool is full a new export is refused and one under way is tried again', async (t) => {
  const { needs, storage, begin, wish, look } = await openOffice(t)
  const begun = await begin()
  const jobs = createMemoryJobs({ clock: needs.clock, concurrentMax: 1, waitingMax: 0 })
  const full = createExportWriter(jobs)
  const held = new AbortController()
  const module = new URL('../../../tests/conformance/jobs.work.ts', import.meta.url)
  const holding = jobs.run({ name: 'hold', module, deadlineMs: 60_000 }, { do: 'linger' }, held)
  const refused = { kind: 'unavailable', reason: 'JOBS_FULL', details: { retryAfterSeconds: '1' } }
  const crowded = { ...needs, writer: full }
  await assert.rejects(createExport(crowded, wish({ idempotencyKey: 'key-2' }), manager), refused)
  await assert.rejects(advanceExport(crowded, begun.id), refused)
  assert.equal((await look(begun)).state, 'WAITING')
  assert.ok((await timersOf(storage)).includes(`export ${begun.id}`))
  held.abort(new Error('over'))
  await assert.rejects(holding, /over/)
})

test('what breaks while writing fails the export for good, and lets the shop begin another', async (t) => {
  const { needs, begin, look } = await openOffice(t)
  const begun = await begin()
  const writer = { ...needs.writer, write: () => Promise.reject(new TypeError('a bug')) }
  await assert.rejects(advanceExport({ ...needs, writer }, begun.id), /a bug/)
  const { state, failure } = await look(begun)
  assert.deepEqual({ state, failure }, { state: 'FAILED', failure: 'INTERNAL' })
  await begin({ idempotencyKey: 'key-2' })
})

test('an export that grows too large fails and keeps nothing', async (t) => {
  const { needs, storage, now, begin, look } = await openOffice(t, { bytesMax: 2000 })
  await putOrders(storage, 30, now - 60_000)
  const begun = await begin()
  for (let step = 0; step < 3; step++) await advanceExport(needs, begun.id)
  const { state, failure } = await look(begun)
  assert.deepEqual({ state, failure }, { state: 'FAILED', failure: 'TOO_LARGE' })
  const parts = await storage.read('parts', (db) => db.selectFrom('order_export_part').select('n').execute())
  assert.deepEqual(parts, [])
})

test('an export is thrown away when its time is over, and the oldest when a shop has too many', async (t) => {
  const { needs, storage, clock, begin, look } = await openOffice(t, { keptMax: 2 })
  const begun = []
  for (const key of ['a', 'b', 'c']) {
    clock.advance(1)
    const one = await begin({ idempotencyKey: key })
    await advanceExport(needs, one.id)
    begun.push(one)
  }
  const [first, second, third] = begun
  assert.ok(first && second && third)
  await assert.rejects(look(first), { reason: 'EXPORT_MISSING' })
  await expireExport(needs, second.id)
  await assert.rejects(look(second), { reason: 'EXPORT_MISSING' })
  assert.equal((await look(third)).state, 'DONE')
  const refs = (await timersOf(storage)).map((timer) => timer.split(' ')[1])
  assert.deepEqual(new Set(refs), new Set([third.id]))
  const parts = await storage.read('parts', (db) =>
    db.selectFrom('order_export_part').select('export_id').execute(),
  )
  assert.deepEqual(parts, [{ export_id: third.id }])
})

test('every wake-up that an export sets is answered', async (t) => {
  const { needs, storage, begin } = await openOffice(t)
  await begin()
  const kinds = (await timersOf(storage)).map((timer) => timer.split(' ')[0] ?? '')
  assert.deepEqual(kinds, ['export', 'export-expiry'])
  for (const kind of kinds) assert.ok(timerHandlers(needs)[kind], kind)
})
