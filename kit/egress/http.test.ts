import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../clock.ts'
import { withContext } from '../context.ts'
import { createEgress, type Destination, type EgressCall } from './http.ts'

const call = { method: 'GET', path: '/', timeoutMs: 2000 } as const

/** An egress whose destination `shop` is a real server on this machine. */
async function egressTo(t: TestContext, answer: RequestListener, limits: Partial<Destination> = {}) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const calls: EgressCall[] = []
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const shop = { baseUrl, maxConcurrent: 10, maxBytes: 1000, ...limits }
  const egress = createEgress({
    destinations: { shop },
    clock: systemClock,
    observe: (one) => calls.push(one),
  })
  return { egress, calls, server, baseUrl }
}

test('method, path, headers and body arrive, and the answer comes back whatever its status', async (t) => {
  const { egress, calls } = await egressTo(t, async (request, response) => {
    const body = (await request.toArray()).join('')
    response.writeHead(402, { 'X-Seen': `${request.method} ${request.url} ${request.headers.authorization}` })
    response.end(`echo ${body}`)
  })
  const headers = { authorization: 'WECHATPAY2-SHA256-RSA2048 x', 'content-type': 'application/json' }
  const request = { ...call, method: 'POST', path: '/v3/pay?a=1', headers, body: '{"总":1}' } as const
  const answer = await egress.send('shop', request)
  assert.equal(answer.status, 402)
  assert.equal(answer.headers['x-seen'], 'POST /v3/pay?a=1 WECHATPAY2-SHA256-RSA2048 x')
  assert.equal(Buffer.from(answer.body).toString(), 'echo {"总":1}')
  assert.deepEqual([calls[0]?.destination, calls[0]?.outcome], ['shop', '402'])
})

test('an address may be bound late', async (t) => {
  const { baseUrl } = await egressTo(t, (_request, response) => response.end('late'))
  const late = { baseUrl: () => baseUrl, maxConcurrent: 1, maxBytes: 100 }
  const egress = createEgress({ destinations: { late }, clock: systemClock })
  assert.equal(Buffer.from((await egress.send('late', call)).body).toString(), 'late')
})

test('a destination that is not configured is a bug, not a fault', async (t) => {
  const { egress } = await egressTo(t, (_request, response) => response.end())
  await assert.rejects(egress.send('elsewhere', call), /assertion failed: the destination elsewhere/)
  await assert.rejects(egress.send('shop', { ...call, path: '@other.example/' }), /assertion failed: a path/)
})

test('nobody there: unavailable, and surely not done', async (t) => {
  const { egress, server } = await egressTo(t, (_request, response) => response.end())
  server.close()
  await once(server, 'close')
  const expected = { kind: 'unavailable', reason: 'EGRESS_UNREACHABLE', unknown: false }
  await assert.rejects(egress.send('shop', call), expected)
})

test('a connection that breaks after the request was sent: unavailable, and perhaps done', async (t) => {
  const { egress } = await egressTo(t, (request) => request.socket.destroy())
  const expected = { kind: 'unavailable', reason: 'EGRESS_UNREACHABLE', unknown: true }
  await assert.rejects(egress.send('shop', { ...call, method: 'POST', body: 'x' }), expected)
})

test('no answer within the timeout: expired, and perhaps done', async (t) => {
  const { egress, calls } = await egressTo(t, () => undefined)
  const expected = { kind: 'expired', reason: 'EGRESS_EXPIRED', unknown: true }
  await assert.rejects(egress.send('shop', { ...call, timeoutMs: 30 }), expected)
  assert.equal(calls[0]?.outcome, 'EGRESS_EXPIRED')
})

test("the context's deadline wins over a longer timeout, and nothing is sent after it", async (t) => {
  let requests = 0
  const { egress } = await egressTo(t, () => {
    requests += 1
  })
  const send = () => egress.send('shop', call)
  const inTime = withContext({ deadline: systemClock.now() + 50 }, send)
  await assert.rejects(inTime, { kind: 'expired', unknown: true })
  const tooLate = withContext({ deadline: systemClock.now() - 1 }, send)
  await assert.rejects(tooLate, { kind: 'expired', unknown: false })
  assert.equal(requests, 1)
})

test('a caller that has gone ends the call', async (t) => {
  const caller = new AbortController()
  const { egress } = await egressTo(t, () => caller.abort())
  const sent = withContext({ signal: caller.signal }, () => egress.send('shop', call))
  await assert.rejects(sent, { kind: 'expired', unknown: true })
})

test('an answer longer than allowed is refused, also when it never ends', async (t) => {
  const { egress } = await egressTo(t, (request, response) => {
    if (request.url === '/exact') response.end('x'.repeat(1000))
    else response.write('x'.repeat(1001))
  })
  assert.equal((await egress.send('shop', { ...call, path: '/exact' })).body.length, 1000)
  const tooLong = egress.send('shop', { ...call, path: '/endless' })
  await assert.rejects(tooLong, { kind: 'unavailable', reason: 'EGRESS_UNREACHABLE', unknown: true })
})

test('redirects are answers, never followed', async (t) => {
  let requests = 0
  const { egress } = await egressTo(t, (_request, response) => {
    requests += 1
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  const answer = await egress.send('shop', call)
  assert.deepEqual([answer.status, answer.headers.location, requests], [302, '/elsewhere', 1])
})

test('no more calls at once than allowed; who waits in vain has surely not sent', async (t) => {
  const held: (() => void)[] = []
  const { egress } = await egressTo(t, (_request, response) => void held.push(() => response.end()), {
    maxConcurrent: 2,
  })
  const both = Promise.all([egress.send('shop', call), egress.send('shop', call)])
  const third = egress.send('shop', { ...call, timeoutMs: 100 })
  await assert.rejects(third, { kind: 'expired', unknown: false })
  assert.equal(held.length, 2)
  for (const end of held) end()
  await both
})

test('calls one after the other share connections', async (t) => {
  const { egress, server } = await egressTo(t, (_request, response) => response.end('ok'))
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  for (let n = 0; n < 30; n++) await egress.send('shop', call)
  assert.ok(connections <= 3, `${connections} connections for 30 calls`)
})
