import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  anonymous,
  createRig,
  createShop,
  customer,
  managerOf,
  type Rig,
  staffOf,
  system,
} from './catalog.fixture.ts'

const hour = 3_600_000
const center = { latitudeE6: 40_050_000, longitudeE6: 116_300_000 }
const far = { latitudeE6: 40_150_000, longitudeE6: 116_300_000 }
const area = {
  ...{ name: '三公里', circle: { center, radiusM: 3000 }, feeFen: 400, minimumOrderFen: 2500 },
  ...{ deliveryMinutes: 25, steps: [{ beyondM: 2000, feeFen: 700 }] },
}
const lunch = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute: 660, closesMinute: 840 }))

async function openShop(rig: Rig) {
  const { shopId, rice } = await createShop(rig)
  await rig.as(managerOf(shopId)).setShopOpen({ shopId, open: true })
  await rig.announced()
  return { shopId, rice, manager: rig.as(managerOf(shopId)) }
}

async function menuShop(rig: Rig, shopId: string) {
  const { body, freshUntil, etag } = await rig.as(anonymous).getMenu({ shopId })
  const { openNow, opensAt, closesAt } = JSON.parse(new TextDecoder().decode(body)).shop
  return { openNow, opensAt, closesAt, freshUntil, etag }
}

test('a shop and its menu say whether it is open and when that changes, and change with time', async (t) => {
  const rig = await createRig(t)
  const { shopId, manager } = await openShop(rig)
  const { week } = await manager.setShopHours({ shopId, week: lunch })
  assert.deepEqual(week, lunch)
  assert.deepEqual(await rig.announced(), [`ShopChanged {"shopId":"${shopId}","version":3}`])
  const closing = Date.UTC(2026, 5, 1, 6)
  const noon = await menuShop(rig, shopId)
  assert.equal(noon.closesAt, '2026-06-01T14:00:00.000+08:00')
  assert.deepEqual([noon.openNow, noon.opensAt, noon.freshUntil], [true, null, closing])
  assert.deepEqual(await menuShop(rig, shopId), noon)
  rig.clock.advance(2 * hour)
  const later = await menuShop(rig, shopId)
  assert.deepEqual([later.openNow, later.opensAt], [false, '2026-06-02T11:00:00.000+08:00'])
  assert.notEqual(later.etag, noon.etag)
  const shop = await rig.as(anonymous).getShop({ shopId })
  assert.deepEqual([shop.open, shop.openNow, shop.opensAt], [true, false, Date.UTC(2026, 5, 2, 3)])
})

test('a shop is closed from its founding, and says so to anybody, until somebody opens it', async (t) => {
  const rig = await createRig(t)
  const { shopId } = await createShop(rig)
  const standing = async () => {
    const { open, openNow, opensAt } = await rig.as(anonymous).getShop({ shopId })
    return [open, openNow, opensAt]
  }
  assert.deepEqual(await standing(), [false, false, 0])
  assert.equal((await menuShop(rig, shopId)).openNow, false)
  await rig.as(staffOf(shopId)).setShopOpen({ shopId, open: true })
  assert.deepEqual(await standing(), [true, true, 0])
})

test('an exception holds for its date until it is cleared', async (t) => {
  const rig = await createRig(t)
  const { shopId, manager } = await openShop(rig)
  const openNow = async () => (await rig.as(anonymous).getShop({ shopId })).openNow
  await manager.setShopException({ shopId, exception: { date: '2026-06-02', ranges: [] } })
  const { exceptions } = await manager.setShopException({
    shopId,
    exception: { date: '2026-06-01', ranges: [] },
  })
  assert.deepEqual(
    exceptions.map(({ date }) => date),
    ['2026-06-01', '2026-06-02'],
  )
  assert.equal(await openNow(), false)
  const ranges = [{ opensMinute: 600, closesMinute: 780 }]
  await manager.setShopException({ shopId, exception: { date: '2026-06-01', ranges } })
  assert.equal(await openNow(), true)
  await manager.clearShopException({ shopId, date: '2026-06-02' })
  assert.deepEqual((await rig.as(anonymous).getShopHours({ shopId })).exceptions, [
    { date: '2026-06-01', ranges },
  ])
})

test('prices come with the terms for where and when they are asked', async (t) => {
  const rig = await createRig(t)
  const { shopId, manager } = await openShop(rig)
  const terms = async (asked: object) => {
    const { terms: told } = await rig.as(customer).priceItems({ shopId, items: [], ...asked })
    return [told?.refusal, told?.deliveryFeeFen, told?.minimumOrderFen]
  }
  assert.deepEqual(await terms({ destination: { location: far } }), ['', 600, 2000])
  const areas = await manager.setShopAreas({ shopId, areas: { location: center, areas: [area] } })
  assert.deepEqual(areas, { location: center, areas: [{ ...area, polygon: [] }], takesUnlocated: false })
  assert.deepEqual(await rig.as(anonymous, 1).getShopAreas({ shopId }), areas)
  assert.deepEqual(await terms({ destination: { location: center } }), ['', 400, 2500])
  assert.deepEqual(await terms({}), ['', 400, 2500])
  assert.equal((await terms({ destination: {} }))[0], 'ADDRESS_NOT_LOCATED')
  assert.equal((await terms({ destination: { location: far } }))[0], 'OUT_OF_RANGE')
  await manager.setShopAreas({ shopId, areas: { areas: [] } })
  assert.deepEqual(await terms({ destination: {} }), ['', 600, 2000])
})

test('pace and busy minutes make the estimate, and slots have the capacity that was set', async (t) => {
  const rig = await createRig(t)
  const { shopId, manager } = await openShop(rig)
  const shop = await manager.setShopPace({
    shopId,
    preparationMinutes: 15,
    deliveryMinutes: 20,
    slotCapacity: 5,
  })
  assert.deepEqual([shop.preparationMinutes, shop.deliveryMinutes, shop.slotCapacity], [15, 20, 5])
  const lead = async () => ((await rig.as(customer).priceItems({ shopId })).terms?.leadMs ?? 0) / 60_000
  assert.equal(await lead(), 35)
  const busy = await rig.as(staffOf(shopId)).setShopBusy({ shopId, extraMinutes: 10, forMinutes: 30 })
  assert.deepEqual([busy.busyMinutes, busy.busyUntil], [10, rig.clock.now() + hour / 2])
  assert.equal(await lead(), 45)
  rig.clock.advance(hour / 2)
  assert.equal(await lead(), 35)
  assert.equal((await rig.as(anonymous).getShop({ shopId })).busyUntil, 0)
  const { slots } = await rig.as(anonymous).listSlots({ shopId })
  assert.deepEqual(slots[0], {
    startAt: rig.clock.now() + hour / 2,
    endAt: rig.clock.now() + hour,
    capacity: 5,
  })
})

test('hours, areas and pace are the manager’s; being busy is for whoever is at the counter', async (t) => {
  const rig = await createRig(t)
  const { shopId } = await openShop(rig)
  const exception = { date: '2026-06-01', ranges: [] }
  const pace = { preparationMinutes: 1, deliveryMinutes: 1, slotCapacity: 1 }
  const tries = (calls: ReturnType<Rig['as']>) => [
    () => calls.setShopHours({ shopId, week: [] }),
    () => calls.setShopException({ shopId, exception }),
    () => calls.clearShopException({ shopId, date: '2026-06-01' }),
    () => calls.setShopAreas({ shopId, areas: { areas: [] } }),
    () => calls.setShopPace({ shopId, ...pace }),
  ]
  for (const attempt of tries(rig.as(staffOf(shopId))))
    await assert.rejects(attempt, { reason: 'ROLE_MISSING' })
  for (const attempt of tries(rig.as(managerOf('999'))))
    await assert.rejects(attempt, { reason: 'SHOP_MISSING' })
  const busy = { shopId, extraMinutes: 5, forMinutes: 5 }
  await assert.rejects(rig.as(customer).setShopBusy(busy), { reason: 'ROLE_MISSING' })
  await rig.as(staffOf(shopId)).setShopBusy(busy)
  for (const attempt of tries(rig.as(system))) await attempt()
})

test('what is not valid is named, and changes nothing', async (t) => {
  const rig = await createRig(t)
  const { shopId, manager } = await openShop(rig)
  const refused = async (call: Promise<unknown>, field: string) =>
    assert.rejects(call, (fault: { reason?: string; details?: { field?: string } }) => {
      assert.deepEqual([fault.reason, fault.details?.field], ['FIELDS_INVALID', field])
      return true
    })
  const week = (weekday: number, opensMinute: number, closesMinute: number) => ({
    weekday,
    opensMinute,
    closesMinute,
  })
  for (const wrong of [
    [week(0, 0, 60)],
    [week(8, 0, 60)],
    [week(1, -1, 60)],
    [week(1, 1440, 1500)],
    [week(1, 60, 60)],
    [week(1, 60, 1501)],
    [week(1, 60, 120), week(1, 100, 180)],
    Array.from({ length: 6 }, (_, i) => week(1, i * 100, i * 100 + 50)),
  ])
    await refused(manager.setShopHours({ shopId, week: wrong }), 'week')
  await refused(manager.setShopException({ shopId, exception: { date: '2026-02-30', ranges: [] } }), 'date')
  await refused(manager.setShopException({ shopId }), 'exception')
  const areas = (...changes: object[]) =>
    manager.setShopAreas({
      shopId,
      areas: { location: center, areas: changes.map((one) => ({ ...area, ...one })) },
    })
  const triangle = [center, far, { latitudeE6: 40_100_000, longitudeE6: 116_400_000 }]
  for (const wrong of [
    { name: '' },
    { feeFen: -1 },
    { deliveryMinutes: 241 },
    { circle: { center, radiusM: 49 } },
    { circle: { radiusM: 500 } },
    { circle: { center: { latitudeE6: 90_000_001, longitudeE6: 0 }, radiusM: 500 } },
    { polygon: triangle },
    { circle: undefined, polygon: [center, far] },
    {
      steps: [
        { beyondM: 2000, feeFen: 1 },
        { beyondM: 2000, feeFen: 2 },
      ],
    },
  ]) {
    const fields = await areas(wrong).then(
      () => 'nothing',
      (fault) => fault.details.field,
    )
    assert.equal(fields, 'areas', `${fields}: ${JSON.stringify(wrong)}`)
  }
  await refused(areas({}, {}), 'areas')
  await refused(manager.setShopAreas({ shopId, areas: { areas: [area] } }), 'location')
  await refused(manager.setShopBusy({ shopId, extraMinutes: 5, forMinutes: 0 }), 'forMinutes')
  await refused(manager.setShopPace({ shopId, preparationMinutes: 241 }), 'preparationMinutes')
  assert.deepEqual((await manager.getShopHours({ shopId })).week, [])
  assert.deepEqual((await manager.getShopAreas({ shopId })).areas, [])
  assert.deepEqual(await rig.announced(), [])
  await areas({ circle: undefined, polygon: triangle })
})
