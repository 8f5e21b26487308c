import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, createGatewayWorld, startedAt, type Who } from './gateway.fixture.ts'

const shop = {
  ...{ id: '1', name: '店', address: '', phone: '', notice: '', timeZone: 'Asia/Shanghai', version: 3 },
  ...{ packingFeeFen: 100, deliveryFeeFen: 600, minimumOrderFen: 0, open: true, openNow: false },
  ...{ opensAt: startedAt, closesAt: 0, busyMinutes: 0, busyUntil: 0 },
  ...{ preparationMinutes: 20, deliveryMinutes: 30, slotCapacity: 5 },
}
const center = { latitudeE6: 40_050_000, longitudeE6: 116_300_000 }
const corner = { latitudeE6: 40_060_000, longitudeE6: 116_310_000 }

/** A gateway before a catalog that notes what it is asked and answers what it is told. */
function createShopWorld() {
  const asked: object[] = []
  const hours = async (request: object) => {
    asked.push(request)
    const week = 'week' in request ? (request.week as []) : []
    const exceptions = 'exception' in request ? [request.exception as never] : []
    return { week, exceptions }
  }
  const answerShop = async (request: object) => {
    asked.push(request)
    return shop
  }
  const slots = [
    { startAt: startedAt, endAt: startedAt + 1_800_000, capacity: 5, used: 6 },
    { startAt: startedAt + 1_800_000, endAt: startedAt + 3_600_000, capacity: 0, used: 9 },
  ]
  const world = createGatewayWorld({
    catalog: {
      ...{ setShopHours: hours, setShopException: hours, clearShopException: hours },
      ...{ getShop: answerShop, setShopPace: answerShop, setShopBusy: answerShop, setShopOpen: answerShop },
      async setShopAreas(request) {
        asked.push(request)
        return request.areas as never
      },
    },
    order: { listDeliverySlots: async () => ({ slots }) },
  })
  const send = async (who: Who, method: 'PUT' | 'DELETE', path: string, payload?: object) =>
    world.gateway.http.inject({
      method,
      url: `/v1/shops/1/${path}`,
      headers: bearer(await world.token(who)),
      ...(payload && { payload }),
    })
  return { ...world, asked, send }
}

test('hours are as a clock shows them; what closes no later than it opens does so the next day', async () => {
  const { asked, send } = createShopWorld()
  const week = [
    { weekday: 1, opens: '09:00', closes: '14:00' },
    { weekday: 1, opens: '18:30', closes: '02:00' },
    { weekday: 2, opens: '00:00', closes: '24:00' },
    { weekday: 3, opens: '10:00', closes: '10:00' },
  ]
  const answer = await send('manager', 'PUT', 'hours', { week })
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json().week, week)
  assert.deepEqual(asked[0], {
    shopId: '1',
    week: [
      { weekday: 1, opensMinute: 540, closesMinute: 840 },
      { weekday: 1, opensMinute: 1110, closesMinute: 1560 },
      { weekday: 2, opensMinute: 0, closesMinute: 1440 },
      { weekday: 3, opensMinute: 600, closesMinute: 2040 },
    ],
  })
  const closed = await send('manager', 'PUT', 'exceptions/2026-10-01', { ranges: [] })
  assert.deepEqual(closed.json().exceptions, [{ date: '2026-10-01', ranges: [] }])
  await send('manager', 'DELETE', 'exceptions/2026-10-01')
  assert.deepEqual(asked[2], { shopId: '1', date: '2026-10-01' })
})

test('what no clock shows and what is no date never reaches the catalog', async () => {
  const { asked, send } = createShopWorld()
  for (const wrong of ['24:01', '9:00', '25:00', '12:60', '', 'noon']) {
    const payload = { week: [{ weekday: 1, opens: '09:00', closes: wrong }] }
    assert.equal((await send('manager', 'PUT', 'hours', payload)).statusCode, 400, wrong)
  }
  for (const date of ['2026-02-30', '20261001', 'today'])
    assert.equal((await send('manager', 'PUT', `exceptions/${date}`, { ranges: [] })).statusCode, 400, date)
  assert.deepEqual(asked, [])
})

test('an area is a circle or a polygon, and comes back as it went in', async () => {
  const { asked, send } = createShopWorld()
  const terms = { feeFen: 600, minimumOrderFen: 0, deliveryMinutes: 30 }
  const steps = [{ beyondM: 2000, feeFen: 900 }]
  const areas = [
    { name: '近', shape: { circle: { center, radiusM: 3000 } }, ...terms, steps },
    { name: '远', shape: { polygon: [center, corner, center] }, ...terms, steps: [] },
  ]
  const answer = await send('manager', 'PUT', 'areas', { location: center, areas })
  const told = { location: center, areas, takesUnlocated: false }
  assert.deepEqual([answer.statusCode, answer.json()], [200, told])
  assert.deepEqual(asked[0], {
    shopId: '1',
    areas: {
      location: center,
      areas: [
        { name: '近', circle: { center, radiusM: 3000 }, ...terms, steps },
        { name: '远', polygon: [center, corner, center], ...terms, steps: [] },
      ],
      takesUnlocated: false,
    },
  })
  const both = { name: '两', shape: { circle: { center, radiusM: 1 }, polygon: [] }, ...terms }
  assert.equal((await send('manager', 'PUT', 'areas', { location: null, areas: [both] })).statusCode, 400)
})

test('hours, areas and pace are for managers, being open or busy for all who work there', async () => {
  const { send } = createShopWorld()
  const pace = { preparationMinutes: 20, deliveryMinutes: 30, slotCapacity: 5 }
  const managers = [
    ['hours', { week: [] }],
    ['exceptions/2026-10-01', { ranges: [] }],
    ['areas', { location: null, areas: [] }],
    ['pace', pace],
  ] as const
  for (const [path, payload] of managers) {
    assert.equal((await send('staff', 'PUT', path, payload)).statusCode, 403, path)
    assert.equal((await send('customer', 'PUT', path, payload)).statusCode, 403, path)
    assert.ok((await send('manager', 'PUT', path, payload)).statusCode < 300, path)
  }
  assert.equal((await send('staff', 'PUT', 'busy', { extraMinutes: 10 })).statusCode, 200)
  assert.equal((await send('staff', 'PUT', 'open', { open: true })).statusCode, 200)
  assert.equal((await send('customer', 'PUT', 'busy', { extraMinutes: 10 })).statusCode, 403)
})

test('anybody sees when a shop opens and what is left of its slots', async () => {
  const { gateway } = createShopWorld()
  const shown = (await gateway.http.inject({ url: '/v1/shops/1' })).json()
  const { openNow, opensAt, closesAt, busyUntil } = shown
  assert.deepEqual(
    [openNow, opensAt, closesAt, busyUntil],
    [false, '2025-10-09T16:53:20.000+08:00', null, null],
  )
  const { items } = (await gateway.http.inject({ url: '/v1/shops/1/slots' })).json()
  assert.deepEqual(items, [
    { start: '2025-10-09T16:53:20.000+08:00', end: '2025-10-09T17:23:20.000+08:00', left: 0 },
    { start: '2025-10-09T17:23:20.000+08:00', end: '2025-10-09T17:53:20.000+08:00', left: null },
  ])
})
