import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../clock.ts'
import { createWorld, plain } from './http.fixture.ts'
import { answer, route } from './route.ts'
import { eventStream, eventStreamHeaders, type ServerEvent } from './sse.ts'

interface Source {
  readonly source: AsyncIterable<ServerEvent>
  readonly stillAllowed?: () => Promise<boolean>
}

function streaming(open: (lastEventId: string | undefined, signal: AbortSignal) => Source) {
  return route({
    ...plain,
    name: 'stream',
    path: '/stream',
    replies: { 200: { media: 'text/event-stream' } },
    deadlineMs: Number.POSITIVE_INFINITY,
    async handler({ headers, signal }) {
      const opened = open(headers['last-event-id'], signal)
      return answer(200, eventStream({ stillAllowed: async () => true, ...opened }), eventStreamHeaders)
    },
  })
}

async function* numbers(from: number, to: number): AsyncIterable<ServerEvent> {
  for (let n = from; n <= to; n += 1) yield { id: String(n), event: 'count', data: `{"n":${n}}` }
}

/** Events, then nothing until the signal aborts. */
async function* openEnded(from: number, to: number, signal: AbortSignal): AsyncIterable<ServerEvent> {
  yield* numbers(from, to)
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
}

test('events carry id, name and data; a client that comes back goes on behind the last it had', async () => {
  const { server } = createWorld([
    streaming((lastEventId) => ({ source: numbers(Number(lastEventId ?? 0) + 1, 3) })),
  ])
  const first = await server.inject({ url: '/stream' })
  assert.match(String(first.headers['content-type']), /^text\/event-stream/)
  assert.ok(first.body.includes('id: 1\nevent: count\ndata: {"n":1}\n\n'))
  const second = await server.inject({ url: '/stream', headers: { 'last-event-id': '2' } })
  assert.deepEqual(
    [...second.body.matchAll(/^id: (\d)/gm)].map(([, id]) => id),
    ['3'],
  )
})

test('data of several lines stays one event, and an id cannot smuggle a field in', async () => {
  async function* source() {
    yield { id: '1\ndata: smuggled', data: 'a\nb\r\nc' }
  }
  const { server } = createWorld([streaming(() => ({ source: source() }))])
  const { body } = await server.inject({ url: '/stream' })
  assert.ok(body.includes('id: 1 data: smuggled\ndata: a\ndata: b\ndata: c\n\n'))
})

async function readUntil(body: ReadableStream<Uint8Array> | null, wanted: string): Promise<string> {
  const reader = (body ?? new ReadableStream()).getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read()
    if (done) throw new Error(`ended before ${wanted}: ${text}`)
    text += decoder.decode(value, { stream: true })
  }
  reader.releaseLock()
  return text
}

test('a quiet stream beats, and a drain ends it', async () => {
  const { server } = createWorld([streaming((_, signal) => ({ source: openEnded(1, 1, signal) }))], {
    clock: systemClock,
    limits: { heartbeatMs: 20 },
  })
  await server.start()
  const { body } = await fetch(`${server.address()}/stream`)
  assert.match(await readUntil(body, ': still here'), /id: 1/)
  await server.drain()
  await assert.rejects(readUntil(body, 'what never comes'), /ended before/)
  await server.stop()
})

test('a stream ends at the next beat once its reader may no longer read', async () => {
  let allowed = true
  const { server } = createWorld(
    [streaming((_, signal) => ({ source: openEnded(1, 1, signal), stillAllowed: async () => allowed }))],
    { clock: systemClock, limits: { heartbeatMs: 20 } },
  )
  await server.start()
  const response = await fetch(`${server.address()}/stream`)
  allowed = false
  assert.match(await response.text(), /id: 1/)
  await server.stop()
})

test('a reader that leaves ends the source', async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const { server } = createWorld([
    streaming((_, signal) => {
      signal.addEventListener('abort', () => end())
      return { source: openEnded(1, 1, signal) }
    }),
  ])
  await server.start()
  const leaving = new AbortController()
  const { body } = await fetch(`${server.address()}/stream`, { signal: leaving.signal })
  await readUntil(body, 'id: 1')
  leaving.abort()
  await ended
  await server.stop()
})

test('a reader that does not read holds up its source, and is cut off after two beats', async () => {
  let taken = 0
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* endless(): AsyncIterable<ServerEvent> {
    for (;;) {
      taken += 1
      yield { data: 'x'.repeat(10_000) }
    }
  }
  const open = (_: string | undefined, signal: AbortSignal) => {
    signal.addEventListener('abort', () => end())
    return { source: endless() }
  }
  const { server } = createWorld([streaming(open)], { clock: systemClock, limits: { heartbeatMs: 60 } })
  await server.start()
  const { body } = await fetch(`${server.address()}/stream`)
  await ended
  assert.ok(taken < 10_000, `took ${taken} events that nobody read`)
  await assert.rejects(readUntil(body, 'what never comes'))
  await server.stop()
})

test('a source that breaks ends the stream; the client comes back', async () => {
  async function* breaking() {
    yield { id: '1', data: 'a' }
    throw new Error('the service has gone')
  }
  const { server, lines } = createWorld([streaming(() => ({ source: breaking() }))])
  const { body, statusCode } = await server.inject({ url: '/stream' })
  assert.equal(statusCode, 200)
  assert.doesNotMatch(body, /has gone/)
  assert.ok(lines.some(({ message }) => message === 'a stream broke'))
})
