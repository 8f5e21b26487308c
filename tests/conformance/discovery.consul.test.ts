import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { suite, type TestContext, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { type ConsulDiscoveryNeeds, createConsulDiscovery } from '#kit/discovery/consul.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { throughACut } from './discovery.consul.real.ts'
import { startConsulStandIn } from './discovery.consul.server.ts'
import { discoverySuite } from './discovery.suite.ts'
import { instance, seenBy } from './discovery.world.ts'

const needs = { clock: systemClock, log: silentLog, random: systemRandom, ttlMs: 2000, renewMs: 500 }

discoverySuite('consul (a stand-in)', {
  async start() {
    const server = await startConsulStandIn()
    return {
      join: () => createConsulDiscovery({ url: server.url, ...needs }),
      clock: systemClock,
      leaseMs: 2000,
      takeAway: () => server.kill(),
      bringBack: () => server.restart(),
      bringBackEmpty: () => server.restart('empty'),
      close: () => server.stop(),
    }
  },
})

const realConsul = process.env.CONSUL_HTTP_ADDR
if (realConsul !== undefined) discoverySuite('consul', { start: () => throughACut(realConsul) })

suite('discovery on consul', () => {
  const until = (t: TestContext, belief: () => void | Promise<void>) =>
    t.waitFor(belief, { interval: 10, timeout: 5000 })

  async function open(t: TestContext, more: Partial<ConsulDiscoveryNeeds> = {}, hurry = 1) {
    const server = await startConsulStandIn(hurry)
    const discovery = createConsulDiscovery({ url: server.url, dns: server.dns, ...needs, ...more })
    t.after(async () => {
      await discovery.stop()
      await server.stop()
    })
    return { server, discovery }
  }

  test('a check that flaps takes the instance out and brings it back', async (t) => {
    const { server, discovery } = await open(t, { httpCheck: 'http://127.0.0.1:9/readyz' })
    await discovery.register(['order'], instance('one'))
    const watcher = seenBy(discovery, 'order')
    for (const _ of [1, 2, 3]) {
      await until(t, () => assert.deepEqual(watcher.ids(), ['one']))
      server.report('service:order-one', 'critical')
      await until(t, () => assert.deepEqual(watcher.ids(), []))
      server.report('service:order-one', 'passing')
    }
    server.report('service:order-one', 'warning')
    await until(t, () => assert.deepEqual(watcher.ids(), ['one']))
  })

  test('Consul asks the process every ten seconds, and throws out who is ill for a minute', async (t) => {
    let status = 200
    const asked: number[] = []
    const process = createServer((_, response) => {
      asked.push(performance.now())
      response.writeHead(status).end()
    }).listen(0, '127.0.0.1')
    t.after(() => process.close())
    await once(process, 'listening')
    const { port } = process.address() as AddressInfo
    const { server, discovery } = await open(t, { httpCheck: `http://127.0.0.1:${port}/readyz` }, 100)
    const registration = await discovery.register(['order'], instance('one'))
    const watcher = seenBy(discovery, 'order')
    await until(t, () => assert.ok(asked.length >= 4))
    assert.deepEqual(watcher.views, [[watcher.last()[0]]])
    assert.ok((asked[3] ?? 0) - (asked[0] ?? 0) >= 250, 'three times ten seconds, a hundred times as fast')
    status = 503
    await until(t, () => assert.deepEqual(watcher.ids(), []))
    await until(t, () => assert.equal(server.has('order-one'), false))
    status = 200
    await until(t, () => assert.deepEqual(watcher.ids(), ['one']))
    assert.equal(registration.isKnown(), true)
  })

  test('an index that goes backwards is asked from the beginning', async (t) => {
    const { server, discovery } = await open(t, { waitMs: 1500 })
    const watcher = seenBy(discovery, 'order')
    await until(t, () => assert.deepEqual(watcher.ids(), []))
    server.lieOnce(1_000_000)
    const registration = await discovery.register(['order'], instance('one'))
    await until(t, () => assert.deepEqual(watcher.ids(), ['one']))
    await registration.change({ weight: 1 })
    await until(t, () => assert.equal(watcher.last()[0]?.weight, 1))
    for (const weight of [2, 3, 4, 5]) {
      const changedAt = performance.now()
      await registration.change({ weight })
      await until(t, () => assert.equal(watcher.last()[0]?.weight, weight))
      assert.ok(performance.now() - changedAt < 500, 'nobody waits with an index of the past')
    }
  })

  test('answers without an index are not asked for in a loop', async (t) => {
    const { server, discovery } = await open(t)
    server.lieOnce(0)
    const watcher = seenBy(discovery, 'order')
    await until(t, () => assert.deepEqual(watcher.ids(), []))
    await systemClock.sleep(600)
    assert.equal(server.questions(), 1)
  })

  test('DNS names who is healthy and takes new work', async (t) => {
    const { discovery } = await open(t)
    assert.deepEqual(await discovery.resolveByDns('order'), [])
    const [one, two] = [instance('one'), instance('two', { weight: 0 })]
    const registration = await discovery.register(['order'], one)
    await discovery.register(['order'], two)
    const both = [one.address, two.address].sort()
    await until(t, async () => assert.deepEqual(await discovery.resolveByDns('order'), both))
    await registration.change({ state: 'draining' })
    await until(t, async () => assert.deepEqual(await discovery.resolveByDns('order'), [two.address]))
    await registration.change({ state: 'ready' })
    await until(t, async () => assert.deepEqual(await discovery.resolveByDns('order'), both))
  })
})
