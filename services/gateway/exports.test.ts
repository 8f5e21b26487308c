import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ExportState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Fault } from '#kit/fault.ts'
import { bearer, createGatewayWorld, startedAt, type Who } from './gateway.fixture.ts'

const id = '01890a5d-ac96-774b-bcce-b302099a8057'
const begun = {
  ...{ id, shopId: '1', state: ExportState.RUNNING, progress: 0.25, orders: 500, failure: '' },
  ...{
    beginAt: startedAt - 86_400_000,
    endAt: startedAt,
    createdAt: startedAt,
    expiresAt: startedAt + 86_400_000,
  },
}
const range = { from: '2025-10-08T16:53:20+08:00', to: '2025-10-09T16:53:20+08:00' }
const path = '/v1/shops/1/exports'

async function open(stubs: Parameters<typeof createGatewayWorld>[0] = {}, who: Who = 'manager') {
  const world = createGatewayWorld(stubs)
  const headers = bearer(await world.token(who))
  const send = (method: 'GET' | 'POST' | 'DELETE', url: string, body?: object) =>
    world.gateway.http.inject({
      ...{
        method,
        url,
        headers: { ...headers, 'idempotency-key': 'key-1', 'content-type': 'application/json' },
      },
      ...(body && { payload: JSON.stringify(body) }),
    })
  return { ...world, send }
}

test('an export begins with 202 and says where it is looked at and how far it is', async () => {
  const asked: unknown[] = []
  const { send } = await open({
    order: {
      async createExport(wish) {
        asked.push(wish)
        return { export: begun, replayed: asked.length > 1 }
      },
      getExport: async () => begun,
    },
  })
  const first = await send('POST', path, range)
  assert.equal(first.statusCode, 202)
  assert.equal(first.headers.location, `${path}/${id}`)
  assert.equal(first.headers['idempotent-replayed'], undefined)
  const { state, progress, orders, from, to, failure } = first.json()
  assert.deepEqual(
    { state, progress, orders, failure },
    { state: 'RUNNING', progress: 0.25, orders: 500, failure: null },
  )
  assert.deepEqual([from, to].map(Date.parse), [begun.beginAt, begun.endAt])
  assert.deepEqual(asked, [
    { shopId: '1', beginAt: begun.beginAt, endAt: begun.endAt, language: 'zh', idempotencyKey: 'key-1' },
  ])
  assert.equal((await send('POST', path, range)).headers['idempotent-replayed'], 'true')
  assert.deepEqual((await send('GET', `${path}/${id}`)).json(), first.json())
})

test('the file is one download of all its parts, which nobody else may keep', async () => {
  const { send } = await open({
    order: {
      async *getExportFile() {
        yield { body: Buffer.from('\ufeff订单号\r\n') }
        yield { body: Buffer.from('N1\r\n') }
      },
    },
  })
  const { statusCode, headers, body } = await send('GET', `${path}/${id}/file`)
  assert.equal(statusCode, 200)
  assert.equal(body, '\ufeff订单号\r\nN1\r\n')
  assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(String(headers['content-disposition']), /^attachment; filename="orders-[0-9a-f-]{36}\.csv"$/)
  assert.equal(headers['cache-control'], 'private, no-store')
})

test('a full queue answers 503 and when to come again', async () => {
  const details = { retryAfterSeconds: '7' }
  const full = () => Promise.reject(new Fault('unavailable', 'JOBS_FULL', 'too many jobs', { details }))
  const { send } = await open({ order: { createExport: full }, catalog: { putImage: full } })
  for (const answer of [await send('POST', path, range), await send('POST', '/v1/images', {})]) {
    assert.equal(answer.statusCode, 503)
    assert.equal(answer.headers['retry-after'], '7')
    assert.equal(answer.json().code, 'JOBS_FULL')
  }
})

test('an unfinished file is a conflict, and a cancelled export is answered as it stands', async () => {
  const { send } = await open({
    order: {
      // biome-ignore lint/correctness/useYield: it is refused before the first part
      async *getExportFile() {
        throw new Fault('conflict', 'EXPORT_UNFINISHED', 'not yet')
      },
      cancelExport: async () => ({ ...begun, state: ExportState.CANCELLED }),
    },
  })
  const early = await send('GET', `${path}/${id}/file`)
  assert.deepEqual([early.statusCode, early.json().code], [409, 'EXPORT_UNFINISHED'])
  const cancelled = await send('DELETE', `${path}/${id}`)
  assert.deepEqual([cancelled.statusCode, cancelled.json().state], [200, 'CANCELLED'])
})

test('only managers export, with a key and a range that is one', async () => {
  const staff = await open({}, 'staff')
  assert.equal((await staff.send('POST', path, range)).statusCode, 403)
  const manager = await open()
  for (const wrong of [{}, { from: range.from }, { ...range, to: 'yesterday' }, { ...range, language: 'fr' }])
    assert.equal((await manager.send('POST', path, wrong)).statusCode, 400)
  assert.equal((await manager.send('GET', `${path}/7`)).statusCode, 400)
  assert.deepEqual(
    manager.calls.filter((call) => call.startsWith('order.')),
    [],
  )
})

test('a picture is asked for in few widths, each kept once, and named apart', async () => {
  const asked: unknown[] = []
  const { send } = await open({
    catalog: {
      async getImage({ width }) {
        asked.push(width)
        return { contentType: 'image/webp', body: Buffer.from(`as wide as ${width}`) }
      },
    },
  })
  const look = async (query: string) => {
    const { headers, body } = await send('GET', `/v1/images/abc123${query}`)
    return `${body} ${headers.etag}`
  }
  const wide = (width: number) => `as wide as ${width} "abc123-${width}"`
  const queries = ['?w=100', '?w=160', '?w=161', '?w=480', '?w=5000', '', '?w=100', '']
  const seen = []
  for (const query of queries) seen.push(await look(query))
  assert.deepEqual(seen, [160, 160, 480, 480, 960, 960, 160, 960].map(wide))
  assert.deepEqual(asked, [160, 480, 960])
  for (const wrong of ['?w=0', '?w=-1', '?w=big', '?w=1&w=2', '?h=1'])
    assert.equal((await send('GET', `/v1/images/abc123${wrong}`)).statusCode, 400, wrong)
})
