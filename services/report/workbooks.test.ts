import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { WorkbookState } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { type Person, withContext } from '#kit/context.ts'
import { completedLife, createRig, dayMs, manager, type Rig } from './report.fixture.ts'
import { readWorkbook } from './workbook.fixture.ts'

const wish = { shopId: '1', from: '2026-11-01', to: '2026-11-28', language: 'zh', idempotencyKey: 'key-1' }

async function begin(rig: Rig, changes: object = {}, by: Person = manager) {
  const { workbook, replayed } = await rig.as(by).createWorkbook({ ...wish, ...changes })
  assert.ok(workbook)
  return { asked: { shopId: workbook.shopId, workbookId: workbook.id }, workbook, replayed }
}

async function openOffice(t: TestContext, changes: object = {}) {
  const rig = await createRig(t, changes)
  assert.deepEqual(await rig.deliver(completedLife({ id: 'a', quantity: 2 }), 0), [])
  return rig
}

test('a workbook that is asked for is written by its wake-up and fetched when it is finished', async (t) => {
  const rig = await openOffice(t)
  const { asked, workbook } = await begin(rig)
  assert.deepEqual([workbook.state, workbook.progress], [WorkbookState.WAITING, 0])
  await assert.rejects(rig.as().getWorkbookFile(asked), { reason: 'WORKBOOK_UNFINISHED' })
  await rig.wake('workbook', asked.workbookId)
  const done = await rig.as().getWorkbook(asked)
  assert.deepEqual([done.state, done.progress], [WorkbookState.DONE, 1])
  const { body } = await rig.as().getWorkbookFile(asked)
  assert.deepEqual(readWorkbook(body).cells.get('C4'), 47)
  await rig.wake('workbook', asked.workbookId)
  assert.deepEqual((await rig.as().getWorkbookFile(asked)).body, body)
})

test('the same key begins one workbook, and a shop has one under way', async (t) => {
  const rig = await openOffice(t)
  const first = await begin(rig)
  const again = await begin(rig)
  assert.deepEqual([again.workbook.id, again.replayed], [first.workbook.id, true])
  await assert.rejects(begin(rig, { to: '2026-11-27' }), { reason: 'WORKBOOK_KEY_REUSED' })
  await assert.rejects(begin(rig, { idempotencyKey: 'key-2' }), { reason: 'WORKBOOK_BUSY' })
  const other = { kind: 'employee', id: '9', shopId: '2', roles: ['finance'] } as const
  await begin(rig, { shopId: '2' }, other)
  await rig.wake('workbook', first.workbook.id)
  await begin(rig, { idempotencyKey: 'key-2' })
})

test('a cancelled workbook stays so and makes room, and one that has ended stays as it is', async (t) => {
  const rig = await openOffice(t)
  const { asked } = await begin(rig)
  assert.equal((await rig.as().cancelWorkbook(asked)).state, WorkbookState.CANCELLED)
  await rig.wake('workbook', asked.workbookId)
  assert.equal((await rig.as().getWorkbook(asked)).state, WorkbookState.CANCELLED)
  const second = await begin(rig, { idempotencyKey: 'key-2' })
  await rig.wake('workbook', second.workbook.id)
  assert.equal((await rig.as().cancelWorkbook(second.asked)).state, WorkbookState.DONE)
})

test('a workbook is thrown away when its time is over, and the oldest when there are too many', async (t) => {
  const rig = await openOffice(t, { workbooksMax: 2 })
  const begun = []
  for (const idempotencyKey of ['a', 'b', 'c']) {
    rig.clock.advance(1)
    const one = await begin(rig, { idempotencyKey })
    await rig.wake('workbook', one.workbook.id)
    begun.push(one)
  }
  const [first, second, third] = begun
  assert.ok(first && second && third)
  assert.equal(second.workbook.expiresAt, second.workbook.createdAt + dayMs)
  await rig.wake('workbook-expiry', second.workbook.id)
  for (const gone of [first, second])
    await assert.rejects(rig.as().getWorkbook(gone.asked), { reason: 'WORKBOOK_MISSING' })
  assert.equal((await rig.as().getWorkbook(third.asked)).state, WorkbookState.DONE)
})

test('a wish that is not one is refused and begins nothing', async (t) => {
  const rig = await openOffice(t)
  for (const [changes, reason] of [
    [{ idempotencyKey: '' }, 'WORKBOOK_KEY_INVALID'],
    [{ from: '2026-11-29' }, 'PERIOD_INVALID'],
    [{ from: '2025-01-01' }, 'PERIOD_INVALID'],
    [{ language: 'fr' }, 'PERIOD_INVALID'],
    [{ shopId: '2' }, 'REPORT_MISSING'],
  ] as const)
    await assert.rejects(begin(rig, changes), { reason })
  await assert.rejects(begin(rig, {}, { ...manager, roles: ['staff'] } as Person), { reason: 'ROLE_MISSING' })
  await begin(rig)
})

test('workbooks outlive a rebuild', async (t) => {
  const rig = await openOffice(t)
  const { asked } = await begin(rig)
  await rig.wake('workbook', asked.workbookId)
  const system = { kind: 'system', id: 'rebuild' } as const
  await withContext({ by: system }, async () => {
    for await (const _progress of rig.as(system).rebuild({}));
  })
  assert.equal((await rig.as().getWorkbook(asked)).state, WorkbookState.DONE)
})
