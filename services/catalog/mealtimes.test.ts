import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CategoryKind, ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { anonymous, createRig, createShop, managerOf, type Rig, system } from './catalog.fixture.ts'

const breakfast = [{ fromMinute: 360, toMinute: 600 }]
/** A moment of the first days of June 2026 as the shop's clock shows it. */
const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 5, day, hour - 8, minute)

/** A shop whose rice is for breakfast only. */
async function createBreakfast(rig: Rig) {
  const shop = await createShop(rig)
  const { shopId, rice, riceFields, meal, fish } = shop
  const calls = rig.as(managerOf(shopId))
  await calls.updateDish({ dishId: rice.id, fields: { ...riceFields, mealtimes: { times: breakfast } } })
  await calls.setShopOpen({ shopId, open: true })
  const options = [{ group: '辣度', choice: '不辣' }]
  const items = [
    { kind: ItemKind.DISH, id: rice.id },
    { kind: ItemKind.SET_MEAL, id: meal.id },
    { kind: ItemKind.DISH, id: fish.id, options },
  ]
  const refusals = async (deliverAt = 0) =>
    (await rig.as(system).priceItems({ shopId, items, deliverAt })).items.map(({ refusal }) => refusal)
  return { ...shop, calls, refusals }
}

test('a dish is sold at its times only; a set meal by its own', async (t) => {
  const rig = await createRig(t)
  const { refusals, calls, meal, mealFields } = await createBreakfast(rig)
  assert.deepEqual(await refusals(), ['NOT_MEALTIME', '', ''], 'at noon')
  rig.clock.set(at(2, 6) - 1)
  assert.deepEqual(await refusals(), ['NOT_MEALTIME', '', ''])
  rig.clock.set(at(2, 6))
  assert.deepEqual(await refusals(), ['', '', ''])
  rig.clock.set(at(2, 10) - 1)
  assert.deepEqual(await refusals(), ['', '', ''])
  rig.clock.set(at(2, 10))
  assert.deepEqual(await refusals(), ['NOT_MEALTIME', '', ''])
  const fields = { ...mealFields, mealtimes: { times: breakfast } }
  await calls.updateSetMeal({ setMealId: meal.id, fields })
  assert.deepEqual(await refusals(), ['NOT_MEALTIME', 'NOT_MEALTIME', ''])
})

test('the times of a category hold for everything in it, beside their own', async (t) => {
  const rig = await createRig(t)
  const { refusals, calls, dishCategoryId } = await createBreakfast(rig)
  const times = [{ fromMinute: 540, toMinute: 1320 }]
  const fields = { kind: CategoryKind.DISH, name: '水煮鱼', sort: 8, enabled: true, mealtimes: { times } }
  await calls.updateCategory({ categoryId: dishCategoryId, fields })
  for (const [hour, rice, fish] of [
    [8, 'NOT_MEALTIME', 'NOT_MEALTIME'],
    [9, '', ''],
    [12, 'NOT_MEALTIME', ''],
    [22, 'NOT_MEALTIME', 'NOT_MEALTIME'],
  ] as const) {
    rig.clock.set(at(2, hour))
    assert.deepEqual(await refusals(), [rice, '', fish], String(hour))
  }
})

test('what is booked is judged by when it is to be there', async (t) => {
  const rig = await createRig(t)
  const { refusals } = await createBreakfast(rig)
  assert.deepEqual(await refusals(at(2, 8)), ['', '', ''], 'at noon for breakfast tomorrow')
  rig.clock.set(at(2, 8))
  assert.deepEqual(await refusals(at(2, 13)), ['NOT_MEALTIME', '', ''], 'at breakfast for noon')
})

test('the menu shows the times, what is served now, and ends when that changes', async (t) => {
  const rig = await createRig(t)
  const { shopId } = await createBreakfast(rig)
  const look = async () => {
    const { body, etag, freshUntil } = await rig.as(anonymous).getMenu({ shopId })
    const { categories } = JSON.parse(new TextDecoder().decode(body))
    const [{ dishes }] = categories
    const served = dishes.map(({ servedNow }: { servedNow: boolean }) => servedNow)
    return { served, etag, freshUntil, mealtimes: dishes[1].mealtimes }
  }
  const noon = await look()
  assert.deepEqual(noon.served, [true, false])
  assert.deepEqual(noon.mealtimes, [{ from: '06:00', to: '10:00' }])
  assert.equal(noon.freshUntil, at(2, 6))
  rig.clock.set(noon.freshUntil - 1)
  assert.equal((await look()).etag, noon.etag)
  rig.clock.set(noon.freshUntil)
  const morning = await look()
  assert.deepEqual([morning.served, morning.freshUntil], [[true, true], at(2, 10)])
  assert.notEqual(morning.etag, noon.etag)
})

test('times pass midnight, and what follows one another without a gap never ends', async (t) => {
  const rig = await createRig(t)
  const { calls, rice, riceFields, refusals } = await createBreakfast(rig)
  const serve = (...times: { fromMinute: number; toMinute: number }[]) =>
    calls.updateDish({ dishId: rice.id, fields: { ...riceFields, mealtimes: { times } } })
  await serve({ fromMinute: 1320, toMinute: 1560 })
  for (const [hour, refusal] of [
    [21, 'NOT_MEALTIME'],
    [22, ''],
    [25, ''],
    [26, 'NOT_MEALTIME'],
  ] as const) {
    rig.clock.set(at(1, hour))
    assert.equal((await refusals())[0], refusal, String(hour))
  }
  await serve({ fromMinute: 0, toMinute: 720 }, { fromMinute: 720, toMinute: 1440 })
  assert.equal((await refusals())[0], '')
})

test('times that overlap, are none or too many are refused and change nothing', async (t) => {
  const rig = await createRig(t)
  const { calls, rice, riceFields } = await createBreakfast(rig)
  const range = (fromMinute: number, toMinute: number) => ({ fromMinute, toMinute })
  const wrong = [
    [range(360, 360)],
    [range(-1, 60)],
    [range(1440, 1500)],
    [range(0, 1441)],
    [range(360, 600), range(599, 700)],
    [0, 1, 2, 3, 4, 5].map((hour) => range(hour * 60, hour * 60 + 30)),
  ]
  for (const times of wrong)
    await assert.rejects(
      calls.updateDish({ dishId: rice.id, fields: { ...riceFields, mealtimes: { times } } }),
      { kind: 'invalid', reason: 'FIELDS_INVALID' },
      JSON.stringify(times),
    )
  assert.deepEqual((await calls.getDish({ dishId: rice.id })).mealtimes, breakfast)
  await calls.updateDish({ dishId: rice.id, fields: riceFields })
  const kept = (await calls.getDish({ dishId: rice.id })).mealtimes
  assert.deepEqual(kept, breakfast, 'who says nothing of times changes none')
})
