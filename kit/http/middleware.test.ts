import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { cachedBody } from './cached-body.ts'
import { bearer, createWorld, type Line, plain, reached } from './http.fixture.ts'
import { answer, route } from './route.ts'

const failing = (name: string, thrown: unknown) =>
  route({
    ...plain,
    name,
    path: `/${name}`,
    replies: { 200: { media: 'text/plain' } },
    async handler(): Promise<never> {
      throw thrown
    },
  })

const messages = (lines: readonly Line[]) => lines.map(({ level, message }) => `${level}: ${message}`)

test('recovery answers a bug as a problem that tells nothing of it, and logs its cause', async () => {
  const bug = new Error('SELECT password FROM employee failed')
  const { server, lines } = createWorld([failing('bug', bug)])
  const { statusCode, body } = await server.inject({ url: '/bug' })
  assert.equal(statusCode, 500)
  assert.equal(JSON.parse(body).code, 'INTERNAL')
  assert.doesNotMatch(body, /password|employee|SELECT/)
  assert.equal(lines.find(({ level }) => level === 'error')?.fields.error, bug)
})

test('recovery answers even what a handler throws at once, and a non-error', async () => {
  const throwing = route({
    ...plain,
    name: 'throwing',
    path: '/throwing',
    replies: { 200: { media: 'text/plain' } },
    handler(): Promise<never> {
      throw 'just a text'
    },
  })
  const { server } = createWorld([throwing])
  assert.equal((await server.inject({ url: '/throwing' })).statusCode, 500)
})

test('a refusal is no bug: nothing is logged as an error', async () => {
  const { server, lines } = createWorld([failing('refused', new Fault('conflict', 'BUSY', 'try again'))])
  assert.equal((await server.inject({ url: '/refused' })).statusCode, 409)
  assert.deepEqual(messages(lines), ['info: request refused'])
})

test('the log counts every request and writes down what failed, was slow or must be audited', async () => {
  const seen: string[] = []
  const slow = route({
    ...plain,
    name: 'slow',
    path: '/slow',
    replies: { 200: { media: 'text/plain' } },
    async handler() {
      world.clock.advance(1500)
      return answer(200, 'late')
    },
  })
  const routes = [
    reached('fast'),
    reached('audited', { audit: 'line' }),
    slow,
    failing('bug', new Error('x')),
  ]
  const world = createWorld(routes, {
    observe: (name, status, durationMs) => seen.push(`${name} ${status} ${durationMs}`),
  })
  for (const url of ['/fast', '/audited', '/slow', '/bug']) await world.server.inject({ url })
  assert.deepEqual(seen, ['fast 200 0', 'audited 200 0', 'slow 200 1500', 'bug 500 0'])
  assert.deepEqual(messages(world.lines), [
    'info: audit',
    'warn: request was slow',
    'warn: request failed',
    'error: a request met a bug',
  ])
})

test('a trace that its caller sampled is written down under the same trace id', async () => {
  const { server, lines } = createWorld([reached('fast')])
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` }
  await server.inject({ url: '/fast', headers })
  assert.deepEqual([lines[0]?.message, lines[0]?.fields.traceId], ['request', traceId])
})

test('the rate limit allows a burst, then answers 429 until tokens have come back', async () => {
  const { server, clock } = createWorld([reached('fast')], {
    rates: () => ({ read: { bucketSize: 2, refillTokens: 0.5 } }),
  })
  const ask = () => server.inject({ url: '/fast' })
  const first = await ask()
  assert.equal(first.headers['ratelimit-policy'], '"read";q=2;w=4')
  assert.equal(first.headers.ratelimit, '"read";r=1;t=2')
  await ask()
  const refused = await ask()
  assert.equal(refused.statusCode, 429)
  assert.equal(refused.json().code, 'RATE_LIMITED')
  assert.equal(refused.headers['retry-after'], '2')
  clock.advance(2000)
  assert.equal((await ask()).statusCode, 200)
})

test('people who proved who they are do not share the bucket of their address', async () => {
  const { server } = createWorld([reached('own', { audience: 'any' })], {
    rates: () => ({ read: { bucketSize: 2, refillTokens: 0.001 } }),
  })
  const ask = async (token: string) =>
    (await server.inject({ url: '/own', headers: bearer(token) })).statusCode
  assert.deepEqual([await ask('customer'), await ask('manager')], [200, 200])
  assert.equal(await ask('unknown'), 429, 'the address has used its two tokens')
  assert.deepEqual([await ask('customer'), await ask('customer'), await ask('customer')], [200, 200, 429])
  assert.equal(await ask('manager'), 200)
})

test('the rate limit comes before authentication: a flood of bad tokens verifies none', async () => {
  const { server, verified } = createWorld([reached('own', { audience: 'any' })], {
    rates: () => ({ read: { bucketSize: 3, refillTokens: 0.001 } }),
  })
  for (let n = 0; n < 10; n += 1) await server.inject({ url: '/own', headers: bearer(`bad${n}`) })
  assert.equal(verified.length, 3)
})

test('a cached read is answered before authentication and carries nothing of one client', async () => {
  const body = cachedBody({
    etag: '"v1"',
    body: Buffer.from('{}'),
    contentType: 'application/json',
    cacheControl: 'public',
  })
  let handled = 0
  const cached = route({
    ...plain,
    name: 'cached',
    path: '/cached',
    replies: { 200: { media: 'application/json' } },
    cached: () => body,
    async handler() {
      handled += 1
      return body
    },
  })
  const { server, verified } = createWorld([cached])
  const whole = await server.inject({ url: '/cached', headers: bearer('customer') })
  assert.deepEqual([whole.statusCode, whole.body, whole.headers.etag], [200, '{}', '"v1"'])
  assert.equal(whole.headers.ratelimit, undefined)
  for (const etag of ['"v1"', 'W/"v1"', '"v0", "v1"', '*']) {
    const same = await server.inject({ url: '/cached', headers: { 'if-none-match': etag } })
    assert.deepEqual([same.statusCode, same.body, same.headers.etag], [304, '', '"v1"'], etag)
  }
  assert.equal(
    (await server.inject({ url: '/cached', headers: { 'if-none-match': '"v0"' } })).statusCode,
    200,
  )
  assert.deepEqual([handled, verified.length], [0, 0])
  assert.equal((await server.inject({ url: '/cached?x=1' })).statusCode, 400, 'a query is still checked')
})

test('a token is verified once and remembered until it expires', async () => {
  const { server, clock, verified } = createWorld([reached('own', { audience: 'any' })])
  const ask = () => server.inject({ url: '/own', headers: bearer('customer') })
  await ask()
  await ask()
  assert.equal(verified.length, 1)
  clock.advance(60_000)
  await ask()
  assert.equal(verified.length, 2)
})

test('a remembered token of a session that no longer counts is refused', async () => {
  const { server, revoked } = createWorld([reached('own', { audience: 'any' })])
  const ask = () => server.inject({ url: '/own', headers: bearer('customer') })
  assert.equal((await ask()).statusCode, 200)
  revoked.add('session of customer')
  const { statusCode, headers } = await ask()
  assert.deepEqual([statusCode, headers['www-authenticate']], [401, 'Bearer'])
})

test('whatever is wrong with a token, the answer is the same', async () => {
  const { server, revoked } = createWorld([reached('own', { audience: 'any' })])
  revoked.add('session of staff')
  const headers = {
    'x-request-id': 'same',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
  }
  const wrong = [
    'Bearer nobody',
    'Bearer staff',
    'Basic abc',
    'Bearer',
    `Bearer ${'x'.repeat(5000)}`,
    'customer',
  ]
  const answers = wrong.map(async (authorization) => {
    const { statusCode, body } = await server.inject({ url: '/own', headers: { ...headers, authorization } })
    return `${statusCode} ${body}`
  })
  assert.equal(new Set(await Promise.all(answers)).size, 1)
  assert.match((await answers[0]) ?? '', /^401 .*TOKEN_INVALID/)
})

test('the handler runs in the context of its request', async () => {
  let context = currentContext()
  const own = route({
    ...plain,
    name: 'own',
    path: '/own',
    audience: 'any',
    replies: { 200: { media: 'text/plain' } },
    async handler() {
      context = currentContext()
      return answer(200, 'ok')
    },
  })
  const { server, clock } = createWorld([own], { limits: { deadlineMs: 4000 } })
  await server.inject({ url: '/own', headers: bearer('manager') })
  assert.deepEqual(context.by, { kind: 'employee', id: '3', shopId: '1', roles: ['manager'] })
  assert.equal(context.sessionId, 'session of manager')
  assert.equal(context.deadline, clock.now() + 4000)
  assert.match(context.traceId, /^[0-9a-f]{32}$/)
})

test('a call that outlives its deadline is answered 504 and its signal aborts', async () => {
  let signal: AbortSignal | undefined
  const hanging = route({
    ...plain,
    name: 'hanging',
    path: '/hanging',
    replies: { 200: { media: 'text/plain' } },
    handler(request) {
      signal = request.signal
      queueMicrotask(() => clock.advance(10_000))
      return new Promise<never>(() => undefined)
    },
  })
  const { server, clock } = createWorld([hanging])
  const { statusCode, body } = await server.inject({ url: '/hanging' })
  assert.deepEqual([statusCode, JSON.parse(body).code], [504, 'DEADLINE_EXCEEDED'])
  assert.equal(signal?.aborted, true)
})
