import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { test } from 'node:test'
import { systemClock } from '../clock.ts'
import { createWorld, plain } from './http.fixture.ts'
import type { HttpLimits } from './limits.ts'
import { answer, rawBody, route } from './route.ts'
import type { HttpServer } from './server.ts'

const order = route({
  ...plain,
  name: 'order',
  method: 'POST',
  path: '/orders',
  body: rawBody,
  replies: { 200: { media: 'text/plain' } },
  async handler({ body }) {
    await systemClock.sleep(1)
    return answer(200, String(body.length))
  },
})

async function start(limits: Partial<HttpLimits>): Promise<HttpServer> {
  const rates = () => ({ read: { bucketSize: 1e9, refillTokens: 1e9 } })
  const { server } = createWorld([order, menu], { clock: systemClock, limits, rates })
  await server.start()
  return server
}

const large = 'x'.repeat(32 * 1024 * 1024)
const menu = route({
  ...plain,
  name: 'menu',
  path: '/menu',
  replies: { 200: { media: 'text/plain' } },
  async handler() {
    await systemClock.sleep(100)
    return answer(200, large)
  },
})

/** Sends one POST over the agent's connections; tells status and Connection header, or what went wrong. */
function post(address: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(`${address}/orders`, { method: 'POST', agent }, (response) => {
      response.resume().once('end', () => resolve(`${response.statusCode} ${response.headers.connection}`))
    })
    sent.once('error', (error) => resolve(error.message))
    sent.end('four')
  })
}

const keepingAgent = () => new Agent({ keepAlive: true, maxSockets: 1 })

test('a drain is not ready at once, and goes on taking requests while it is a lame duck', async () => {
  const server = await start({ lameDuckMs: 300 })
  const address = server.address()
  const agent = keepingAgent()
  assert.equal(await post(address, agent), '200 keep-alive')
  const drained = server.drain()
  assert.equal(await server.ready(), false)
  await systemClock.sleep(50)
  assert.equal(await post(address, agent), '200 close', 'the idle connection was not cut')
  assert.equal(await post(address, keepingAgent()), '200 close', 'a new connection is taken')
  await drained
  assert.match(await post(address, keepingAgent()), /ECONNREFUSED/)
  await server.stop()
})

test('a drain is over in time, its lame duck included', async () => {
  const server = await start({ lameDuckMs: 5000, drainMs: 100 })
  const began = systemClock.now()
  await server.drain()
  assert.ok(systemClock.now() - began < 1000)
  await server.stop()
})

test('an answer that takes long to read is whole although the server drains and stops', async () => {
  const server = await start({ lameDuckMs: 0 })
  const length = new Promise<number>((resolve, reject) => {
    request(`${server.address()}/menu`, async (response) => {
      let read = 0
      try {
        for await (const chunk of response) {
          read += chunk.length
          await systemClock.sleep(1)
        }
      } catch (error) {
        reject(error)
      }
      resolve(read)
    })
      .once('error', reject)
      .end()
  })
  await systemClock.sleep(50)
  await server.drain()
  await server.stop()
  assert.equal(await length, large.length)
})

test('ten rolls under load from clients that keep their connections cost no request', async () => {
  const hearsMs = 50
  const limits = { lameDuckMs: 5 * hearsMs }
  let here = [await start(limits), await start(limits)]
  const failed: string[] = []
  let sent = 0
  let stopped = false

  async function shop(n: number): Promise<void> {
    const agents = new Map<HttpServer, Agent>()
    for (let turn = n; !stopped; turn++) {
      const server = here[turn % here.length] as HttpServer
      const agent = agents.get(server) ?? keepingAgent()
      agents.set(server, agent)
      sent += 1
      const answered = await post(addresses.get(server) ?? '', agent)
      if (!answered.startsWith('200')) failed.push(answered)
    }
    for (const agent of agents.values()) agent.destroy()
  }
  const addresses = new Map(here.map((server) => [server, server.address()]))
  const shops = Promise.all(Array.from({ length: 16 }, (_, n) => shop(n)))
  for (let roll = 0; roll < 10; roll++) {
    const fresh = await start(limits)
    addresses.set(fresh, fresh.address())
    here = [...here, fresh]
    await systemClock.sleep(20)
    const [oldest, ...rest] = here as [HttpServer, ...HttpServer[]]
    const drained = oldest.drain()
    // Whoever shares out the requests hears of it only now.
    await systemClock.sleep(hearsMs)
    here = rest
    await drained
    await oldest.stop()
  }
  stopped = true
  await shops
  await Promise.all(here.map((server) => server.stop()))
  assert.deepEqual(failed, [])
  assert.ok(sent > 1000, `${sent} requests were sent`)
})
