import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  completedLife,
  createRig,
  dayMs,
  eventsOf,
  noon,
  type Rig,
  refundOf,
  registrationOf,
} from './report.fixture.ts'
import { readWorkbook } from './workbook.fixture.ts'

/** Ordered yesterday: one completed today, one cancelled, one on its way. Ordered today: one completed. */
async function tellStory(rig: Rig): Promise<void> {
  const yesterday = noon - dayMs
  const [gone, going] = [
    eventsOf({ id: 'b', placedAt: yesterday }),
    eventsOf({ id: 'c', placedAt: yesterday }),
  ]
  const problems = await rig.deliver(
    [
      ...completedLife({ id: 'a', placedAt: yesterday, completedAt: noon, quantity: 2 }),
      ...[gone.placed, gone.paid, gone.cancelled, refundOf('b', 'b-1', 2700)],
      ...[going.placed, going.paid, going.accepted],
      ...completedLife({ id: 'd', name: '烤鱼' }),
      ...[registrationOf('1', noon - 40 * dayMs), registrationOf('2', yesterday), registrationOf('3', noon)],
      refundOf('a', 'a-1', 500),
    ],
    0,
  )
  assert.deepEqual(problems, [])
}

const days = { shopId: '1', from: '2026-11-27', to: '2026-11-28' }

test('business counts orders by the day they were placed, whenever they were completed', async (t) => {
  const rig = await createRig(t)
  await tellStory(rig)
  const { days: told, overall } = await rig.as().getBusiness(days)
  const yesterday = {
    ...{ day: '2026-11-27', orders: 3, completed: 1, turnoverFen: 4700, completionRate: 1 / 3 },
    ...{ unitPriceFen: 4700, newUsers: 1, totalUsers: 2 },
  }
  const today = {
    ...{ day: '2026-11-28', orders: 1, completed: 1, turnoverFen: 2700, completionRate: 1 },
    ...{ unitPriceFen: 2700, newUsers: 1, totalUsers: 3 },
  }
  assert.deepEqual(told, [yesterday, today])
  const whole = { orders: 4, completed: 2, turnoverFen: 7400, completionRate: 0.5, unitPriceFen: 3700 }
  assert.deepEqual(overall, { day: '', ...whole, newUsers: 2, totalUsers: 3 })
  const { business } = await rig.as().getWorkspace({ shopId: '1' })
  assert.deepEqual(business, today)
})

test('a day without orders is 0 in every figure', async (t) => {
  const rig = await createRig(t)
  const { overall } = await rig.as().getBusiness(days)
  const none = { orders: 0, completed: 0, turnoverFen: 0, completionRate: 0, unitPriceFen: 0 }
  assert.deepEqual(overall, { day: '', ...none, newUsers: 0, totalUsers: 0 })
})

test('names are counted as they were then, by the day of ordering and of completed orders', async (t) => {
  const rig = await createRig(t)
  await tellStory(rig)
  const names = async (from: string, to: string) =>
    (await rig.as().getTopNames({ shopId: '1', from, to })).names
  assert.deepEqual(await names('2026-11-27', '2026-11-28'), [
    { name: '鱼', quantity: 2 },
    { name: '烤鱼', quantity: 1 },
  ])
  assert.deepEqual(await names('2026-11-28', '2026-11-28'), [{ name: '烤鱼', quantity: 1 }])
})

test('the workbook has the official layout, cell by cell', async (t) => {
  const rig = await createRig(t)
  await tellStory(rig)
  const { body, from, to } = await rig.as().getBusinessWorkbook({ ...days, language: 'zh' })
  assert.deepEqual([from, to], [days.from, days.to])
  const { cells, formats, merged, widths, sheets } = readWorkbook(body)
  const expected = {
    ...{ B1: '运营数据报表', B2: '时间：2026-11-27至2026-11-28', B3: '概览数据' },
    ...{ B4: '营业额', C4: 74, D4: '订单完成率', E4: 0.5, F4: '新增用户数', G4: 2 },
    ...{ B5: '有效订单', C5: 2, D5: '平均客单价', E5: 37 },
    ...{ B6: '明细数据', B7: '日期', C7: '营业额', D7: '有效订单', E7: '订单完成率' },
    ...{ F7: '平均客单价', G7: '新增用户数' },
    ...{ B8: '2026-11-27', C8: 47, D8: 1, E8: 1 / 3, F8: 47, G8: 1 },
    ...{ B9: '2026-11-28', C9: 27, D9: 1, E9: 1, F9: 27, G9: 1 },
  }
  assert.deepEqual(Object.fromEntries(cells), expected)
  assert.deepEqual(merged.toSorted(), ['B1:G1', 'B2:G2', 'B3:G3', 'B6:G6'])
  assert.deepEqual([widths, sheets], [Array.from({ length: 7 }, () => 15.63), ['Sheet1']])
  for (const place of ['C4', 'E5', 'C8', 'F9']) assert.equal(formats.get(place), '#,##0.00', place)
  for (const place of ['E4', 'E8']) assert.equal(formats.get(place), '0.00%', place)
})

test('where no period is named the workbook tells of the thirty days up to yesterday', async (t) => {
  const rig = await createRig(t)
  await tellStory(rig)
  const usual = { shopId: '1', from: '', to: '', language: '' }
  const { body, from, to } = await rig.as().getBusinessWorkbook(usual)
  assert.deepEqual([from, to], ['2026-10-29', '2026-11-27'])
  const { cells } = readWorkbook(body)
  assert.deepEqual([cells.get('B8'), cells.get('B37'), cells.get('C37')], ['2026-10-29', '2026-11-27', 47])
  assert.equal(cells.has('B38'), false)
  const { body: year } = await rig
    .as()
    .getBusinessWorkbook({ ...usual, from: '2026-01-01', to: '2026-12-31' })
  assert.equal(readWorkbook(year).cells.get('B372'), '2026-12-31')
  assert.ok(year.length < 64 * 1024, `${year.length} bytes`)
  const english = readWorkbook((await rig.as().getBusinessWorkbook({ ...usual, language: 'en' })).body)
  assert.equal(english.cells.get('B2'), '2026-10-29 to 2026-11-27')
  const wrong = [{ from: '2026-01-01' }, { to: '2026-01-01' }, { from: '2025-01-01', to: '2026-12-31' }]
  for (const period of [...wrong, { language: 'fr' }])
    await assert.rejects(rig.as().getBusinessWorkbook({ ...usual, ...period }), { reason: 'PERIOD_INVALID' })
})
