import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault, type FaultKind } from '#kit/fault.ts'
import { statusByKind } from '#kit/http/reasons.ts'
import { bearer, createGatewayWorld } from '../../services/gateway/gateway.fixture.ts'
import { reasons } from '../../services/gateway/reasons.ts'

let thrown: unknown
const world = createGatewayWorld({
  user: {
    listAddresses: () => Promise.reject(thrown),
  },
})
const { http } = world.gateway
const token = await world.token('customer')

async function refuse(fault: unknown, headers: Record<string, string> = {}) {
  thrown = fault
  return http.inject({ url: '/v1/addresses', headers: { ...bearer(token), ...headers } })
}

test('every kind of fault has its status', async () => {
  for (const [kind, status] of Object.entries(statusByKind)) {
    const answered = await refuse(new Fault(kind as FaultKind, 'UNHEARD_OF', 'words'))
    assert.deepEqual([answered.statusCode, answered.json().status], [status, status], kind)
  }
})

test('every declared reason reads in Chinese and English, and its page can be opened', async () => {
  assert.ok(reasons.size > 60, `${reasons.size} reasons`)
  for (const [code, reason] of reasons) {
    const fault = new Fault('conflict', code, 'the words of the domain')
    const chinese = await refuse(fault)
    const english = await refuse(fault, { 'accept-language': 'en-GB, zh;q=0.5' })
    assert.equal(chinese.headers['content-type'], 'application/problem+json')
    assert.deepEqual([chinese.headers['content-language'], chinese.json().title], ['zh-CN', reason.zh])
    assert.deepEqual([english.headers['content-language'], english.json().title], ['en', reason.en])
    assert.equal(english.json().detail, 'the words of the domain')
    assert.equal(chinese.json().detail, reason.zh)
    const page = await http.inject({ url: chinese.json().type })
    assert.equal(page.statusCode, 200, code)
    assert.ok(page.body.includes(code))
  }
})

test('a problem has exactly the members it is declared with', async () => {
  const details = { expectedFen: '4200' }
  const answered = await refuse(new Fault('precondition', 'PRICE_CHANGED', 'now 42.00', { details }), {
    'x-request-id': 'r-1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
  })
  assert.equal(answered.statusCode, 422)
  assert.deepEqual(answered.json(), {
    type: '/problems/PRICE_CHANGED',
    title: reasons.get('PRICE_CHANGED')?.zh,
    status: 422,
    code: 'PRICE_CHANGED',
    detail: reasons.get('PRICE_CHANGED')?.zh,
    instance: 'r-1',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    details,
  })
  assert.equal(answered.headers['x-request-id'], 'r-1')
})

test('a request id that could break a header or a log line is replaced', async () => {
  for (const id of ['a b', 'x'.repeat(65), '<b>', 'a"b']) {
    const answered = await refuse(new Fault('missing', 'ADDRESS_MISSING', 'x'), { 'x-request-id': id })
    assert.match(answered.json().instance, /^[0-9a-f-]{36}$/)
  }
})

test('a bug tells nothing of itself', async () => {
  const answered = await refuse(new TypeError('cannot read secret of undefined'))
  assert.equal(answered.statusCode, 500)
  assert.doesNotMatch(answered.body, /secret|TypeError/)
})

test('what is over soon says when to come back', async () => {
  const unavailable = await refuse(new Fault('unavailable', 'UNREACHABLE', 'x'))
  assert.equal(unavailable.headers['retry-after'], '1')
  const details = { retryAfterSeconds: '30' }
  const exhausted = await refuse(new Fault('exhausted', 'RATE_LIMITED', 'x', { details }))
  assert.equal(exhausted.headers['retry-after'], '30')
  const unsafe = await refuse(
    new Fault('exhausted', 'RATE_LIMITED', 'x', { details: { retryAfterSeconds: '1\r\nX: y' } }),
  )
  assert.equal(unsafe.headers['retry-after'], undefined)
})

test('every answer of the API forbids sniffing, framing and running', async () => {
  const answered = await refuse(new Fault('missing', 'ADDRESS_MISSING', 'x'))
  assert.equal(answered.headers['x-content-type-options'], 'nosniff')
  assert.match(
    String(answered.headers['content-security-policy']),
    /default-src 'none'; frame-ancestors 'none'/,
  )
  assert.equal(answered.headers['cache-control'], 'no-store')
})

test('the payment provider is answered in its own words', async () => {
  const invalid = createGatewayWorld({
    payment: {
      receiveNotification: () =>
        Promise.reject(
          new Fault('unauthenticated', 'NOTIFICATION_INVALID', 'The notification could not be verified'),
        ),
    },
  })
  const payload = Buffer.from('{"id": 1}')
  const refused = await invalid.gateway.http.inject({ method: 'POST', url: '/notify/wechat', payload })
  assert.equal(refused.statusCode, 401)
  assert.deepEqual(refused.json(), { code: 'FAIL', message: 'The notification could not be verified' })
})
