import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { systemClock } from '../clock.ts'
import { createWorld, plain, reached } from './http.fixture.ts'
import { answer, rawBody, route } from './route.ts'

/** Sends bytes and answers all that came back until the server closed. */
async function exchangeBytes(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.setEncoding('utf8').on('data', (text) => {
    received += text
  })
  socket.write(bytes)
  await once(socket, 'close')
  return received
}

test('what is not HTTP is answered as a problem and the connection closed', async () => {
  const { server } = createWorld([reached('fast')])
  await server.start()
  try {
    const broken: readonly (readonly [string, number])[] = [
      ['NONSENSE\r\n\r\n', 400],
      ['GET /fast HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
      ['POST /fast HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nabcd', 400],
      [`GET /fast HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      ['GET /fast HTTP/1.1\r\n\r\n', 400],
      ['CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n', 400],
      ['GET /fast HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n', 417],
    ]
    for (const [bytes, status] of broken) {
      const received = await exchangeBytes(server.address(), bytes)
      assert.match(received, new RegExp(`^HTTP/1.1 ${status} `), bytes.slice(0, 60))
      assert.match(received, /Content-Type: application\/problem\+json[\s\S]*"code":"HEADER_INVALID"/)
    }
  } finally {
    await server.stop()
  }
})

test('a body that grows beyond the bound while it arrives is refused with 413', async () => {
  const keep = route({
    ...plain,
    name: 'keep',
    method: 'POST',
    path: '/keep',
    body: rawBody,
    replies: { 200: { media: 'text/plain' } },
    handler: async ({ body }) => answer(200, String(body.length)),
  })
  const { server } = createWorld([keep], { limits: { bodyBytesMax: 1000 } })
  await server.start()
  try {
    const head = 'POST /keep HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
    const received = await exchangeBytes(server.address(), `${head}400\r\n${'x'.repeat(1024)}\r\n`)
    assert.match(received, /^HTTP\/1.1 413 /)
  } finally {
    await server.stop()
  }
})

test('a body that is too large is dropped to its end, so that whoever sends it hears why', async () => {
  const { server } = createWorld([reached('own', { audience: 'any' })])
  await server.start()
  try {
    for (let sent = 0; sent < 10; sent++) {
      const answered = await fetch(`${server.address()}/own`, {
        method: 'POST',
        body: Buffer.alloc(7_000_000),
      })
      assert.equal(answered.status, 405)
      await answered.text()
    }
  } finally {
    await server.stop()
  }
})

test('a body refused before it was read ends the connection instead of being read to its end', async () => {
  const { server } = createWorld([reached('own', { audience: 'any' })])
  await server.start()
  try {
    const head = 'POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n'
    const received = await exchangeBytes(server.address(), head)
    assert.match(received, /^HTTP\/1.1 4\d\d /)
    assert.match(received, /Connection: close/i)
  } finally {
    await server.stop()
  }
})

test('a drain finishes what runs, closes connections after their answer and takes nothing new', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>()
  const waiting = route({
    ...plain,
    name: 'waiting',
    path: '/waiting',
    replies: { 200: { media: 'text/plain' } },
    async handler() {
      enter()
      await released
      return answer(200, 'done')
    },
  })
  const { server } = createWorld([waiting], { clock: systemClock })
  await server.start()
  const address = server.address()
  const running = fetch(`${address}/waiting`)
  await entered
  assert.equal(await server.ready(), true)
  let isDrained = false
  const draining = server.drain().then(() => {
    isDrained = true
  })
  assert.equal(await server.ready(), false)
  await assert.rejects(fetch(`${address}/livez`))
  assert.equal(isDrained, false)
  release()
  const answered = await running
  assert.deepEqual([await answered.text(), answered.headers.get('connection')], ['done', 'close'])
  await draining
  await server.stop()
})

test('a drain does not wait for ever, and a stop cuts what still hangs', async () => {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>()
  const hanging = route({
    ...plain,
    name: 'hanging',
    path: '/hanging',
    replies: { 200: { media: 'text/plain' } },
    handler() {
      enter()
      return new Promise<never>(() => undefined)
    },
  })
  const { server } = createWorld([hanging], { clock: systemClock, limits: { drainMs: 50 } })
  await server.start()
  const cut = assert.rejects(fetch(`${server.address()}/hanging`))
  await entered
  await server.drain()
  await server.stop()
  await cut
})

test('a client that leaves aborts the work it asked for', async () => {
  const { promise: aborted, resolve: abort } = Promise.withResolvers<void>()
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>()
  const long = route({
    ...plain,
    name: 'long',
    path: '/long',
    replies: { 200: { media: 'text/plain' } },
    handler({ signal }) {
      signal.addEventListener('abort', () => abort())
      enter()
      return new Promise<never>(() => undefined)
    },
  })
  const { server } = createWorld([long])
  await server.start()
  try {
    const leaving = new AbortController()
    const left = assert.rejects(fetch(`${server.address()}/long`, { signal: leaving.signal }))
    await entered
    leaving.abort()
    await left
    await aborted
  } finally {
    await server.stop()
  }
})

test('a port in use is refused at the start', async () => {
  const first = createWorld([reached('fast')]).server
  await first.start()
  const port = Number(new URL(first.address()).port)
  const second = createWorld([reached('fast')], { port }).server
  await assert.rejects(second.start(), /EADDRINUSE/)
  await second.stop()
  await first.stop()
})

test('readiness is told as it is, part by part', async () => {
  let ok = false
  const { server } = createWorld([], {
    readiness: async () => ({ ok, parts: [{ name: 'store', ready: ok }] }),
  })
  const before = await server.inject({ url: '/readyz' })
  ok = true
  const after = await server.inject({ url: '/readyz' })
  assert.deepEqual([before.statusCode, after.statusCode], [503, 200])
  assert.deepEqual(after.json(), { ok: true, parts: [{ name: 'store', ready: true }] })
  assert.equal((await server.inject({ url: '/livez' })).statusCode, 200)
})
