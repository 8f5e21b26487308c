import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { z } from 'zod'
import { createWorld, plain } from './http.fixture.ts'
import { answer, rawBody, route } from './route.ts'

const json = { 'content-type': 'application/json' }
const tree: z.ZodType = z.unknown()

const routes = [
  route({
    ...plain,
    name: 'keep',
    method: 'POST',
    path: '/things/:id',
    params: z.strictObject({ id: z.string().max(5) }),
    query: z.strictObject({ page: z.string().optional() }),
    body: z.strictObject({ name: z.string(), nested: tree.optional() }),
    replies: { 200: z.strictObject({ id: z.string(), name: z.string() }) },
    handler: async ({ params, body }) => answer(200, { id: params.id, name: body.name }),
  }),
  route({
    ...plain,
    name: 'pay',
    method: 'POST',
    path: '/pay',
    idempotency: 'required',
    replies: { 200: z.strictObject({ key: z.string() }) },
    handler: async ({ idempotencyKey }) => answer(200, { key: idempotencyKey }),
  }),
  route({
    ...plain,
    name: 'raw',
    method: 'POST',
    path: '/raw',
    body: rawBody,
    replies: { 200: { media: 'application/octet-stream' } },
    handler: async ({ body }) => answer(200, body),
  }),
]

const { server } = createWorld(routes)

async function send(request: InjectOptions) {
  const { statusCode, body, headers } = await server.inject(request)
  return { status: statusCode, headers, ...(body.startsWith('{') && { problem: JSON.parse(body) }), body }
}
const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
  send({ method: 'POST', url: '/things/1', payload, headers })

test('a fit request reaches its handler with everything parsed', async () => {
  const { status, problem } = await post('{"name":"粥 🍚"}')
  assert.deepEqual([status, problem], [200, { id: '1', name: '粥 🍚' }])
})

test('what does not fit the body’s shape is refused with its place, in the reader’s language', async () => {
  const { problem } = await post('{"name":1,"role":"manager"}', { ...json, 'accept-language': 'en' })
  assert.equal(problem.code, 'BODY_INVALID')
  assert.deepEqual(
    problem.errors.map((error: { in: string; pointer: string }) => [error.in, error.pointer]),
    [
      ['body', '/name'],
      ['body', ''],
    ],
  )
  assert.match(problem.errors[0].detail, /expected string/)
  const chinese = await post('{"name":1}')
  assert.match(chinese.problem.errors[0].detail, /无效输入/)
})

const badBodies: readonly (readonly [string, string | Buffer])[] = [
  ['malformed', '{"name":'],
  ['two values', '{"name":"a"}{}'],
  ['not UTF-8', Buffer.from('{"name":"\xff"}', 'latin1')],
  ['a __proto__', '{"name":"a","nested":{"__proto__":{"x":1}}}'],
  ['a constructor', '{"name":"a","constructor":{}}'],
  ['half a surrogate pair', '{"name":"\\ud800"}'],
  ['a NUL', '{"name":"a\\u0000"}'],
  ['33 levels', `{"name":"a","nested":${'['.repeat(33)}${']'.repeat(33)}}`],
  ['100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['201 items', `{"name":"a","nested":[${'1,'.repeat(200)}1]}`],
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
]
for (const [what, payload] of badBodies) {
  test(`a JSON body with ${what} is refused with 400 BODY_INVALID`, async () => {
    const { status, problem } = await post(payload)
    assert.deepEqual([status, problem.code], [400, 'BODY_INVALID'])
  })
}

test('bodies at the bounds pass: 31 levels below the whole, 200 items', async () => {
  assert.equal((await post(`{"name":"a","nested":${'['.repeat(31)}${']'.repeat(31)}}`)).status, 200)
  assert.equal((await post(`{"name":"a","nested":[${'1,'.repeat(199)}1]}`)).status, 200)
})

test('a body of more than 256 KiB is refused with 413', async () => {
  const { status, problem } = await post(JSON.stringify({ name: 'x'.repeat(256 * 1024) }))
  assert.deepEqual([status, problem.code], [413, 'BODY_TOO_LARGE'])
})

for (const type of ['text/plain', 'application/xml', 'application/json; charset=gbk', 'garbage', '']) {
  test(`a body of type “${type}” is refused with 415`, async () => {
    const { status, problem } = await post('{"name":"a"}', { 'content-type': type })
    assert.deepEqual([status, problem.code], [415, 'MEDIA_TYPE_UNSUPPORTED'])
  })
}

test('a compressed body is refused with 415', async () => {
  assert.equal((await post('xx', { ...json, 'content-encoding': 'gzip' })).status, 415)
})

const badUrls = ['/things/%ff', '/things/%zz', '/things/1?page=%ff', '/things/1?page=%', '/things/1?page=%00']
for (const url of [...badUrls, '/things/1?__proto__=1', '/things/1?other=1', '/things/1?page=1&page=2']) {
  test(`${url} is refused with 400`, async () => {
    const payload = { name: 'a' }
    const { status, problem } = await send({ method: 'POST', url, payload })
    assert.deepEqual([status, problem.code], [400, 'PARAMETER_INVALID'])
  })
}

test('a parameter too long for its shape is refused with its place', async () => {
  const { status, problem } = await send({ method: 'POST', url: '/things/123456', payload: { name: 'a' } })
  assert.deepEqual([status, problem.errors[0].in, problem.errors[0].pointer], [400, 'path', '/id'])
})

test('an address beyond any bound is refused, not found by chance', async () => {
  const { status } = await send({ method: 'POST', url: `/things/${'1'.repeat(500)}`, payload: { name: 'a' } })
  assert.equal(status, 414)
})

test('a known address with another method is 405 and names those that are allowed', async () => {
  for (const method of ['GET', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'] as const) {
    const { status, headers, problem } = await send({ method: method as 'GET', url: '/things/1' })
    assert.deepEqual([status, headers.allow, problem.code], [405, 'POST', 'METHOD_NOT_ALLOWED'], method)
  }
})

for (const url of ['/nowhere', '/things/1/', '//things/1', '/THINGS/1', '/things/']) {
  test(`${url} is 404 ROUTE_MISSING`, async () => {
    const { status, problem } = await send({ method: 'POST', url, payload: { name: 'a' } })
    assert.deepEqual([status, problem.code], [404, 'ROUTE_MISSING'])
  })
}

test('an idempotency key is required where declared: 1 to 128 visible characters', async () => {
  const withKey = (key?: string) =>
    send({ method: 'POST', url: '/pay', headers: key === undefined ? {} : { 'idempotency-key': key } })
  for (const key of [undefined, '', ' ', 'a b', 'k'.repeat(129), 'schlüssel', 'a, b']) {
    const { status, problem } = await withKey(key)
    assert.deepEqual([status, problem.code], [400, 'IDEMPOTENCY_KEY_INVALID'], key)
  }
  assert.equal((await withKey('k'.repeat(128))).status, 200)
})

test('a route without a body takes none or an empty object, nothing else', async () => {
  const headers = { 'idempotency-key': 'k' }
  const empty = await send({ method: 'POST', url: '/pay', payload: '{}', headers: { ...json, ...headers } })
  assert.equal(empty.status, 200)
  const full = await send({
    method: 'POST',
    url: '/pay',
    payload: '{"a":1}',
    headers: { ...json, ...headers },
  })
  assert.equal(full.status, 400)
})

test('a raw body arrives as exactly the bytes sent, whatever its type says', async () => {
  const payload = Buffer.from([0, 255, 13, 10, 123, 0xe4])
  for (const type of ['application/json', 'text/xml', 'application/octet-stream']) {
    const sent = await server.inject({
      method: 'POST',
      url: '/raw',
      payload,
      headers: { 'content-type': type },
    })
    assert.deepEqual(sent.rawPayload, payload)
  }
})

test('an answer that does not fit its declaration is a bug where answers are checked', async () => {
  const leaking = route({
    ...plain,
    name: 'leaking',
    path: '/leaking',
    replies: { 200: z.strictObject({ name: z.string() }) },
    handler: async () => answer(200, { name: 'a', password: 'b' }),
  })
  const world = createWorld([leaking])
  assert.equal((await world.server.inject({ url: '/leaking' })).statusCode, 500)
})
