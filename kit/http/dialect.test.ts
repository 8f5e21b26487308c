import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { Fault } from '../fault.ts'
import type { Dialect } from './dialect.ts'
import { readFormFile } from './form-file.ts'
import { createWorld, plain } from './http.fixture.ts'
import { rawNumber } from './raw-number.ts'
import { answer, route } from './route.ts'

const dialect: Dialect = {
  tokenHeader: 'token',
  refuse: ({ reason }, status, words) => ({ status: status === 401 ? 401 : 200, body: { reason, words } }),
}

const echo = route({
  ...plain,
  name: 'echo',
  method: 'PUT',
  path: '/echo/:id',
  audience: 'employee',
  params: z.strictObject({ id: z.string() }),
  body: z.unknown(),
  replies: { 200: z.looseObject({}) },
  dialect,
  async handler({ params, body }) {
    if (body === 'refuse') throw new Fault('conflict', 'ROUTE_MISSING', 'no')
    return answer(200, { id: params.id, body })
  },
})
const bodiless = route({
  ...plain,
  name: 'bodiless',
  method: 'PUT',
  path: '/bodiless',
  replies: { 200: z.string() },
  dialect,
  handler: async () => answer(200, 'done'),
})
const { server } = createWorld([echo, bodiless])
const put = (url: string, payload?: string, headers: Record<string, string> = { token: 'staff' }) =>
  server.inject({ method: 'PUT', url, headers, ...(payload !== undefined && { payload }) })

test('the token comes in the header of the dialect, or as anywhere else', async () => {
  const statuses = [
    await put('/echo/1', '1', { token: 'staff' }),
    await put('/echo/1', '1', { authorization: 'Bearer staff' }),
    await put('/echo/1', '1', { token: 'garbage' }),
    await put('/echo/1', '1', { token: 'customer' }),
    await put('/echo/1', '1', {}),
  ].map(({ statusCode }) => statusCode)
  assert.deepEqual(statuses, [200, 200, 401, 200, 401])
})

test('a header of a dialect lets nobody in elsewhere', async () => {
  const other = createWorld([route({ ...echo, name: 'other', dialect: undefined } as never)])
  const sent = await other.server.inject({ method: 'PUT', url: '/echo/1', headers: { token: 'staff' } })
  assert.equal(sent.statusCode, 401)
})

test('a body is JSON whatever its type says, a scalar too, and an empty one is none', async () => {
  const type = 'application/x-www-form-urlencoded'
  const headers = { token: 'staff', 'content-type': type }
  assert.deepEqual((await put('/echo/1', '1', headers)).json(), { id: '1', body: 1 })
  assert.deepEqual((await put('/echo/1', '', headers)).json(), { id: '1' })
})

test('a body that is not wanted stays unread', async () => {
  const sent = await put('/bodiless', '{not json', { 'content-type': 'text/plain' })
  assert.deepEqual([sent.statusCode, sent.json()], [200, 'done'])
})

test('a slash at the end of an address is nothing, an empty part of it still is', async () => {
  assert.equal((await put('/echo/1/', '1')).statusCode, 200)
  assert.equal((await put('/echo//', '1')).statusCode, 404)
})

test('a fault is answered in the words of the dialect, in Chinese whatever the client reads', async () => {
  const refused = await put('/echo/1', '"refuse"', { token: 'staff', 'accept-language': 'en' })
  assert.deepEqual(
    [refused.statusCode, refused.json()],
    [200, { reason: 'ROUTE_MISSING', words: '接口不存在' }],
  )
})

test('what speaks a dialect is no part of the OpenAPI document', async () => {
  const { paths } = (await server.inject({ url: '/v1/openapi.json' })).json()
  assert.ok(!('/echo/{id}' in paths))
})

test('a raw number has all its decimals on the wire', () => {
  assert.equal(
    JSON.stringify([rawNumber(56, 2), rawNumber(0.1 + 0.2, 2), rawNumber(0, 1)]),
    '[56.00,0.30,0.0]',
  )
})

test('a file is taken out of its form; a text is none, and what is no form is refused', async () => {
  const form = new FormData()
  form.set('file', new Blob(['bytes'], { type: 'image/png' }), 'a.png')
  form.set('name', 'text')
  const sent = new Response(form)
  const type = sent.headers.get('content-type') ?? ''
  const body = new Uint8Array(await sent.arrayBuffer())
  const file = await readFormFile(type, body, 'file')
  assert.deepEqual([file?.contentType, Buffer.from(file?.body ?? []).toString()], ['image/png', 'bytes'])
  assert.equal(await readFormFile(type, body, 'name'), undefined)
  for (const wrong of ['multipart/form-data', 'application/json', '', 'multipart/form-data; boundary=x'])
    await assert.rejects(readFormFile(wrong, body, 'file'), { reason: 'BODY_INVALID' }, wrong)
})
