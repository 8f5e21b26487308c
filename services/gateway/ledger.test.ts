import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { bearer, createGatewayWorld, startedAt, type Who } from './gateway.fixture.ts'
import { orderMessage } from './orders.fixture.ts'
import { detailsOf, subjectOf } from './shapes/act.ts'

interface Recorded {
  readonly action: string
  readonly subject: string
  readonly details: unknown
}

const orderId = '01999999-0000-7000-8000-000000000001'

/** A gateway whose user service keeps what it is told; `dies` instead of that, where given. */
function createWorld(stubs: Parameters<typeof createGatewayWorld>[0] = {}, dies?: Fault) {
  const recorded: Recorded[] = []
  const world = createGatewayWorld({
    ...stubs,
    user: {
      async recordAct({ action = '', subject = '', details = '' }) {
        if (dies) throw dies
        recorded.push({ action, subject, details: JSON.parse(details) })
        return { seq: recorded.length }
      },
    },
  })
  const send = async (who: Who, request: string, payload?: object) => {
    const [method, url = ''] = request.split(' ') as ['POST' | 'PUT' | 'DELETE' | 'PATCH', string]
    const token = await world.token(who)
    const headers = { ...bearer(token), token, 'idempotency-key': 'k-1' }
    return world.gateway.http.inject({ method, url, headers, ...(payload && { payload }) })
  }
  return { ...world, recorded, send }
}

test('a change on either face is entered before it is asked for, its refusal behind it', async () => {
  const { calls, recorded, send } = createWorld()
  const answered = await send('manager', 'PUT /v1/dishes/29/on-sale', { onSale: false })
  assert.equal(answered.statusCode, 404)
  await send('manager', 'POST /admin/dish/status/0?id=29')
  const act = { action: 'setDishOnSale', subject: 'dish:29' }
  assert.deepEqual(recorded, [
    { ...act, details: { onSale: false, id: '29' } },
    { ...act, details: { refused: 'ORDER_MISSING', entry: 1 } },
    { ...act, details: { id: '29', status: '0' } },
    { ...act, details: { refused: 'ORDER_MISSING', entry: 3 } },
  ])
  const asked = calls.filter((call) => /recordAct|catalog/.test(call)).slice(0, 3)
  assert.deepEqual(asked, ['user.recordAct', 'catalog.setDishOnSale', 'user.recordAct'])
})

test('steps of orders, changes of employees and acts of customers are not entered', async () => {
  const order = { cancelOrder: async () => orderMessage({}), acceptOrder: async () => orderMessage({}) }
  const { recorded, send } = createWorld({ order })
  const order29 = `/v1/orders/${orderId}`
  assert.equal((await send('cashier', `POST ${order29}/accept`)).statusCode, 200)
  assert.equal((await send('customer', `POST ${order29}/cancel`, { note: '' })).statusCode, 200)
  await send('manager', 'PUT /v1/employees/5/enabled', { enabled: false })
  assert.deepEqual(recorded, [])
  assert.equal((await send('manager', `POST ${order29}/cancel`, { note: '卖完了' })).statusCode, 200)
  const details = { note: '卖完了', id: orderId }
  assert.deepEqual(recorded, [{ action: 'cancelOrder', subject: `order:${orderId}`, details }])
})

test('who is refused by the gateway, or sends what no route reads, leaves no entry', async () => {
  const { recorded, send } = createWorld()
  assert.equal((await send('kitchen', 'PUT /v1/dishes/29/on-sale', { onSale: false })).statusCode, 403)
  assert.equal((await send('manager', 'PUT /v1/dishes/29/on-sale', { onSale: 'no' })).statusCode, 400)
  assert.equal((await send('manager', 'PATCH /v1/shops/2', { packFeeFen: 1 })).statusCode, 404)
  assert.deepEqual(recorded, [])
})

test('nothing is changed while the audit cannot be written, on either face', async () => {
  for (const dies of [
    new Fault('unavailable', 'UNREACHABLE', 'down'),
    new Fault('expired', 'DEADLINE_EXCEEDED', 'late', { unknown: true }),
  ]) {
    const { calls, send } = createWorld({}, dies)
    const answered = await send('manager', 'PUT /v1/dishes/29/on-sale', { onSale: false })
    assert.deepEqual([answered.statusCode, answered.json().code], [503, 'UNREACHABLE'])
    assert.equal((await send('manager', 'POST /admin/dish/status/0?id=29')).statusCode, 503)
    assert.deepEqual(
      calls.filter((call) => call.startsWith('catalog')),
      [],
    )
  }
})

test('a refusal is entered with time of its own where that of the request is over', async () => {
  const deadlines: number[] = []
  const world = createGatewayWorld({
    user: {
      async recordAct() {
        deadlines.push(currentContext().deadline)
        return { seq: 1 }
      },
    },
  })
  const headers = bearer(await world.token('manager'))
  const url = '/v1/dishes/29/on-sale'
  await world.gateway.http.inject({ method: 'PUT', url, headers, payload: { onSale: true } })
  assert.deepEqual(deadlines, [startedAt + 10_000, Number.POSITIVE_INFINITY])
})

const act = (path: string, fields: object = {}, body: unknown = undefined) => {
  return { name: 'updateDish', path, params: fields, query: {}, body }
}

test('an act is about what its address or its ids name, else about the shop', () => {
  const told = (...of: Parameters<typeof act>) => subjectOf(act(...of), '1')
  assert.equal(told('/v1/dishes/:id', { id: '29' }), 'dish:29')
  assert.equal(told('/v1/shops/:shopId/stock/:dishId', { shopId: '1', dishId: '4' }), 'dish:4')
  assert.equal(told('/v1/orders/:id/refunds/:n/retry', { id: orderId, n: '2' }), `order:${orderId}`)
  assert.equal(told('/admin/setmeal', {}, { id: 7, name: '双人餐' }), 'setMeal:7')
  assert.equal(told('/admin/dish', { ids: '1,2,3' }), 'dish:1,2,3')
  assert.equal(told('/v1/shops/:shopId/dishes', { shopId: '1' }, { name: '鱼' }), 'shop:1')
  assert.equal(told('/admin/dish', {}, { id: '../' }), 'shop:1')
  const many = Array.from({ length: 100 }, (_, n) => String(100_000 + n))
  assert.equal(told('/admin/dish', { ids: many.join(',') }), 'dish:100000+99')
})

test('details keep what was asked for, never a secret, and shorten who somebody is', () => {
  const told = (body: unknown) => JSON.parse(detailsOf(act('/v1/x', { shopId: '1' }, body)))
  assert.deepEqual(told({ priceFen: 3800, password: 'x', jsCode: 'y', apiKey: 'z', phone: '13800001111' }), {
    priceFen: 3800,
    ...{ password: '***', jsCode: '***', apiKey: '***', phone: '…1111' },
  })
  assert.deepEqual(told({ changes: [{ key: 'rates.login', value: 5 }] }), {
    changes: [{ key: 'rates.login', value: 5 }],
  })
  assert.deepEqual(told({ changes: [{ key: 'wechatSecret', value: 'shh' }] }), {
    changes: [{ key: 'wechatSecret', value: '***' }],
  })
  assert.deepEqual(told(new Uint8Array(9)), { bytes: 9 })
  assert.deepEqual(told(['1', '2']), { ids: ['1', '2'] })
  assert.equal(told({ picture: 'x'.repeat(9000) }).picture.length, 301)
})

test('details are bounded and stay JSON whatever is sent', () => {
  for (const text of ['x', '"', '\\', '𠮷', '\u0001']) {
    const body = { lines: Array.from({ length: 60 }, () => ({ text: text.repeat(280) })) }
    const details = detailsOf(act('/v1/x', {}, body))
    assert.ok(details.length <= 4000, `${JSON.stringify(text)} ${details.length}`)
    const { characters, begins } = JSON.parse(details)
    assert.ok(characters > 2000 && begins.startsWith('{"lines":[{"text":"'))
  }
  let deep: object = {}
  for (let n = 0; n < 50; n++) deep = { deep }
  assert.ok(detailsOf(act('/v1/x', {}, deep)).length < 100)
})
