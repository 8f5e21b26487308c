import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { type TestContext, test } from 'node:test'
import { WebSocket } from 'ws'
import { systemClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { createWorld, plain } from './http.fixture.ts'
import type { HttpLimits } from './limits.ts'
import { answer, route } from './route.ts'
import type { HttpServer } from './server.ts'
import type { Line, SocketRoute } from './socket-route.ts'

const hello = route({
  ...plain,
  name: 'hello',
  path: '/hello',
  replies: { 200: { media: 'text/plain' } },
  handler: async () => answer(200, 'hello'),
})

/** A route that lets in whoever does not say that they are a thief, and does what a test wants. */
function door(talk: (line: Line) => Promise<void>): SocketRoute {
  return {
    name: 'door',
    path: '/door/:name',
    summary: 'A door',
    rateClass: 'read',
    async admit({ params, protocols }) {
      if (params.name === 'thief') throw new Fault('unauthenticated', 'TOKEN_INVALID', 'not you')
      return { talk, ...(protocols.includes('v1') && { protocol: 'v1' }) }
    },
  }
}

async function start(
  t: TestContext,
  talk: (line: Line) => Promise<void>,
  options: { limits?: Partial<HttpLimits>; burst?: number } = {},
): Promise<HttpServer> {
  const rates = () => ({ read: { bucketSize: options.burst ?? 1000, refillTokens: 1 } })
  const { server } = createWorld([hello], {
    ...{ sockets: [door(talk)], clock: systemClock, rates },
    limits: { heartbeatMs: 50, ...options.limits },
  })
  await server.start()
  t.after(() => server.stop())
  return server
}

const open = (server: HttpServer, path = '/door/ann', protocols: string[] = []) =>
  new WebSocket(server.address().replace('http', 'ws') + path, protocols)

/** Why a line was closed: its code and reason. */
async function closed(socket: WebSocket): Promise<string> {
  const [code, reason] = await once(socket, 'close')
  return `${code} ${reason}`
}

/** What a request that wanted a line was answered in HTTP. */
async function refused(socket: WebSocket) {
  const [, response] = await once(socket, 'unexpected-response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, type: response.headers['content-type'], body: JSON.parse(body) }
}

const forever = (line: Line) =>
  new Promise<void>((resolve) => line.signal.addEventListener('abort', () => resolve()))

test('frames go out in order, each when the client has taken the last', async (t) => {
  const server = await start(t, async (line) => {
    for (let n = 1; n <= 500; n++) await line.send(String(n))
  })
  const socket = open(server)
  const heard: string[] = []
  socket.on('message', (data) => heard.push(String(data)))
  assert.equal(await closed(socket), '1012 ')
  assert.deepEqual(
    heard,
    Array.from({ length: 500 }, (_, at) => String(at + 1)),
  )
})

test('of the sub-protocols offered the one that was chosen is answered', async (t) => {
  const server = await start(t, forever)
  for (const [offered, chosen] of [
    [['other', 'v1'], 'v1'],
    [[], ''],
  ] as const) {
    const socket = open(server, '/door/ann', [...offered])
    await once(socket, 'open')
    assert.equal(socket.protocol, chosen)
    socket.close()
    await closed(socket)
  }
})

test('who is not let in is answered like any other request, and so is who comes too often', async (t) => {
  const server = await start(t, forever, { burst: 2 })
  const thief = await refused(open(server, '/door/thief'))
  assert.deepEqual(
    [thief.status, thief.type, thief.body.code],
    [401, 'application/problem+json', 'TOKEN_INVALID'],
  )
  await once(open(server), 'open')
  const often = await refused(open(server))
  assert.deepEqual([often.status, often.body.code], [429, 'RATE_LIMITED'])
})

test('a request for another upgrade, or elsewhere, is answered as if it had not asked', async (t) => {
  const server = await start(t, forever)
  const ask = (path: string, upgrade: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade, 'http2-settings': 'AAMAAABkAAQAoAAA' }
      const sent = request(`${server.address()}${path}`, { headers }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode))
      })
      sent.once('error', reject).end()
    })
  assert.equal(await ask('/hello', 'h2c'), 200)
  assert.equal(await ask('/hello', 'websocket'), 200)
  assert.equal(await ask('/nowhere', 'websocket'), 404)
  assert.equal((await server.inject({ url: '/door/ann' })).statusCode, 404)
})

test('a fault closes the line with its status, one that may heal asks to come back later', async (t) => {
  const faults = [
    [new Fault('unauthenticated', 'TOKEN_INVALID', 'gone'), '4401 TOKEN_INVALID'],
    [new Fault('missing', 'ROUTE_MISSING', 'none'), '4404 ROUTE_MISSING'],
    [new Fault('unavailable', 'UNREACHABLE', 'down'), '1013 UNREACHABLE'],
    [new Error('a bug'), '1011 INTERNAL'],
  ] as const
  for (const [thrown, told] of faults) {
    const server = await start(t, () => Promise.reject(thrown))
    assert.equal(await closed(open(server)), told)
  }
})

test('the first frame is handed on, the next are ignored, and too many end the line', async (t) => {
  const server = await start(t, async (line) => {
    await line.send(`hello ${await line.firstFrame()}`)
    await forever(line)
  })
  const socket = open(server)
  await once(socket, 'open')
  socket.send('ann')
  socket.send('bob')
  const [data] = await once(socket, 'message')
  assert.equal(String(data), 'hello ann')
  const ended = closed(socket)
  for (let n = 0; n < 200; n++) socket.send('x')
  assert.equal(await ended, '1008 FRAMES_TOO_MANY')
})

test('a frame that is too large ends the line', async (t) => {
  const socket = open(await start(t, forever))
  await once(socket, 'open')
  socket.send('x'.repeat(9000))
  assert.match(await closed(socket), /^1009 /)
})

test('a line ends within a second or two of its session', async (t) => {
  let isAllowed = true
  const server = await start(t, (line) => {
    line.keepAsking(async () => isAllowed)
    return forever(line)
  })
  const socket = open(server)
  await once(socket, 'open')
  isAllowed = false
  assert.equal(await closed(socket), '4401 TOKEN_INVALID')
})

test('a client that answers no ping is cut off, and its talk learns of it', async (t) => {
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const server = await start(t, (line) => forever(line).then(resolve))
  const socket = new WebSocket(`${server.address().replace('http', 'ws')}/door/ann`, { autoPong: false })
  assert.equal(await closed(socket), '1006 ')
  await ended
})

test('a client that does not read holds no more than it was sent at once, and is cut off', async (t) => {
  let sent = 0
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const server = await start(t, async (line) => {
    line.signal.addEventListener('abort', () => resolve())
    for (;;) {
      await line.send('x'.repeat(100_000))
      sent += 1
    }
  })
  const socket = open(server)
  await once(socket, 'open')
  socket.pause()
  await ended
  assert.ok(sent < 200, `${sent} frames of 100 kB were taken`)
  socket.terminate()
})

test('a drain tells every client to come back, also those who come while it lasts', async (t) => {
  const server = await start(t, forever, { limits: { lameDuckMs: 200 } })
  const socket = open(server)
  await once(socket, 'open')
  const drained = server.drain()
  assert.equal(await closed(socket), '1012 SHUTTING_DOWN')
  assert.equal(await closed(open(server)), '1012 SHUTTING_DOWN')
  await drained
})

test('a client that does not answer a close is cut off, so that the server stops', async (t) => {
  const server = await start(t, forever)
  const socket = open(server)
  await once(socket, 'open')
  socket.pause()
  const startedAt = performance.now()
  await server.drain()
  await server.stop()
  assert.ok(performance.now() - startedAt < 3000)
  socket.terminate()
})
