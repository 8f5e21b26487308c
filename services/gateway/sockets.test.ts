import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { WebSocket } from 'ws'
import { currentContext, nameOf } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { createGatewayWorld } from './gateway.fixture.ts'
import { orderMessage } from './orders.fixture.ts'

const origin = 'http://localhost'

/** Two gateways before one persisted stream, which a test lets grow. */
async function createLiveWorld(t: TestContext) {
  const told: { audience: string; seq: number; type: string; payload: string; at: number }[] = []
  const asked: { audience: string; afterSeq: number; by: string }[] = []
  const outages: Fault[] = []
  let hear: () => void = () => undefined
  const stubs = {
    push: {
      listNotifications: async () => ({ notifications: [], lastSeq: told.length, readSeq: 0 }),
      async *follow({ audience = '', afterSeq = 0 }) {
        const { by, signal } = currentContext()
        asked.push({ audience, afterSeq, by: nameOf(by) })
        let seen = afterSeq < 0 ? told.length : afterSeq
        while (!signal.aborted) {
          const outage = outages.pop()
          if (outage) throw outage
          for (const each of told.slice(seen)) yield each
          seen = told.length
          await new Promise<void>((resolve) => {
            hear = resolve
            signal.addEventListener('abort', () => resolve(), { once: true })
          })
        }
      },
    },
    order: { getOrder: async () => orderMessage() },
  }
  const config = { port: 0 }
  const worlds = [createGatewayWorld(stubs, config), createGatewayWorld(stubs, config)] as const
  for (const { gateway } of worlds) {
    await gateway.http.start()
    t.after(() => gateway.http.stop())
  }
  return {
    ...{ worlds, asked, outages, token: worlds[0].token, clock: worlds[0].clock },
    tell(type: string) {
      const seq = told.length + 1
      const payload = JSON.stringify({ orderId: `o${seq}`, number: `N-${seq}`, cancelNote: '<b>' })
      told.push({ audience: 'shop:1', seq, type, payload, at: 1_760_000_000_000 })
      hear()
    },
    hear: () => hear(),
    open: (
      path: string,
      { at = 0, ...options }: { at?: 0 | 1; protocols?: string[]; headers?: object } = {},
    ) => {
      const address = worlds[at].gateway.http.address().replace('http', 'ws')
      return new WebSocket(address + path, options.protocols ?? [], { headers: { ...options.headers } })
    },
  }
}

async function next(socket: WebSocket) {
  const [data] = await once(socket, 'message')
  return JSON.parse(String(data))
}

async function closed(socket: WebSocket): Promise<string> {
  const [code, reason] = await once(socket, 'close')
  return `${code} ${reason}`
}

async function refused(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response')
  response.resume()
  return response.statusCode
}

/** Until the stream has been asked for so often. */
async function followed(asked: readonly object[], times: number): Promise<void> {
  for (let turn = 0; turn < 5000 && asked.length < times; turn++)
    await new Promise((resolve) => setImmediate(resolve))
  assert.equal(asked.length, times)
}

test('a token in the sub-protocol or in the first frame opens the same stream as /v1/stream', async (t) => {
  const { open, tell, token, asked } = await createLiveWorld(t)
  const staff = await token('staff')
  const first = open('/v1/ws', { protocols: ['cangqiong.v1', `token.${staff}`] })
  await once(first, 'open')
  assert.equal(first.protocol, 'cangqiong.v1')
  await followed(asked, 1)
  tell('order.paid')
  const payload = { orderId: 'o1', number: 'N-1', cancelNote: '<b>' }
  assert.deepEqual(await next(first), {
    ...{ seq: 1, type: 'order.paid', payload, at: '2025-10-09T16:53:20.000+08:00' },
  })
  const second = open('/v1/ws')
  await once(second, 'open')
  second.send(JSON.stringify({ token: await token('customer'), after: 0 }))
  assert.equal((await next(second)).seq, 1)
  assert.deepEqual(asked, [
    { audience: 'shop:1', afterSeq: -1, by: 'employee:3' },
    { audience: 'customer:7', afterSeq: 0, by: 'customer:7' },
  ])
})

test('without a good token there is no line, and none says nothing of why', async (t) => {
  const { open, token, asked } = await createLiveWorld(t)
  const bad = [...['garbage', 'x'.repeat(4097)], await token('staff', { exp: 1 })]
  for (const each of bad) assert.equal(await refused(open('/v1/ws', { protocols: [`token.${each}`] })), 401)
  assert.equal(await refused(open('/v1/ws?after=-1')), 400)
  for (const [frame, code] of [
    ['{"token":"garbage"}', '4401 TOKEN_INVALID'],
    ['{"token":7}', '4400 PARAMETER_INVALID'],
    ['not json', '4400 PARAMETER_INVALID'],
    [
      JSON.stringify({ token: await token('manager', { confined: 'PASSWORD_CHANGE_REQUIRED' }) }),
      '4403 PASSWORD_CHANGE_REQUIRED',
    ],
  ] as const) {
    const socket = open('/v1/ws')
    await once(socket, 'open')
    socket.send(frame)
    assert.equal(await closed(socket), code)
  }
  assert.deepEqual(asked, [])
})

test('rolling restarts lose nothing: a client that comes back goes on behind its last number', async (t) => {
  const { open, tell, token, worlds } = await createLiveWorld(t)
  const protocols = [`token.${await token('staff')}`, 'cangqiong.v1']
  const heard: number[] = []
  const listen = (at: 0 | 1) => {
    const socket = open(`/v1/ws?after=${heard.at(-1) ?? 0}`, { at, protocols })
    socket.on('message', (data) => heard.push(JSON.parse(String(data)).seq))
    return socket
  }
  for (let n = 0; n < 50; n++) tell('order.paid')
  const first = listen(0)
  await once(first, 'message')
  const told = closed(first)
  const drained = worlds[0].gateway.http.drain()
  for (let n = 0; n < 50; n++) tell('order.paid')
  assert.equal(await told, '1012 SHUTTING_DOWN')
  const second = listen(1)
  while (heard.length < 100) await once(second, 'message')
  assert.deepEqual(
    heard,
    Array.from({ length: 100 }, (_, at) => at + 1),
  )
  await drained
})

test('the old console hears of new orders and reminders of its shop, and of nothing else', async (t) => {
  const { open, tell, token, asked } = await createLiveWorld(t)
  const cookie = `username=admin; token=${await token('staff')}; user_info=x`
  tell('order.paid')
  const socket = open('/ws/8x1k', { headers: { cookie, origin } })
  await once(socket, 'open')
  await followed(asked, 1)
  for (const type of ['order.accepted', 'order.cancelled', 'shop.summary', 'order.reminded', 'order.paid'])
    tell(type)
  const frames: unknown[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  while (frames.length < 2) await once(socket, 'message')
  assert.deepEqual(frames, [
    { type: 2, orderId: 645, content: '订单号：N-5' },
    { type: 1, orderId: 645, content: '订单号：N-6' },
  ])
  assert.deepEqual(asked, [{ audience: 'shop:1', afterSeq: 1, by: 'employee:3' }])
})

test('the old console stays on its line while what is behind it is away, and misses nothing', async (t) => {
  const { open, tell, token, asked, outages, hear, clock } = await createLiveWorld(t)
  const socket = open('/ws/1', { headers: { cookie: `token=${await token('staff')}`, origin } })
  await once(socket, 'open')
  await followed(asked, 1)
  outages.push(new Fault('unavailable', 'UNREACHABLE', 'push is away'))
  hear()
  await new Promise((resolve) => setImmediate(resolve))
  tell('order.paid')
  const frame = next(socket)
  clock.advance(1000)
  assert.deepEqual(await frame, { type: 1, orderId: 645, content: '订单号：N-1' })
})

test('the old line opens only to the cookie of an employee, on a page of our own', async (t) => {
  const { open, token, worlds, asked } = await createLiveWorld(t)
  const own = worlds[0].gateway.http.address()
  const staff = `token=${await token('staff')}`
  for (const [headers, status] of [
    [{ cookie: staff }, 401],
    [{ cookie: staff, origin: 'http://evil.example' }, 401],
    [{ cookie: staff, origin: 'http://localhost.evil.example' }, 401],
    [{ origin }, 401],
    [{ cookie: 'token=garbage', origin }, 401],
    [{ cookie: `xtoken=${await token('staff')}`, origin }, 401],
    [{ cookie: `token=${await token('customer')}`, origin }, 403],
  ] as const)
    assert.equal(await refused(open('/ws/1', { headers })), status, JSON.stringify(headers))
  const socket = open('/ws/1', { headers: { cookie: staff, origin: own } })
  await once(socket, 'open')
  await followed(asked, 1)
})

test('exactly these lines are offered', () => {
  const { gateway } = createGatewayWorld()
  assert.deepEqual(
    gateway.http.sockets.map(({ name, path, rateClass }) => [name, path, rateClass]),
    [
      ['liveNotifications', '/v1/ws', 'stream'],
      ['oldConsoleSocket', '/ws/:sid', 'stream'],
    ],
  )
})
