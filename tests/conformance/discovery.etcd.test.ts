import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, type TestContext, test } from 'node:test'
import { KV } from '#contracts/gen/etcd/etcdserverpb/rpc_pb.js'
import { systemClock } from '#kit/clock.ts'
import type { Instance } from '#kit/discovery/discovery.ts'
import { createEtcdDiscovery } from '#kit/discovery/etcd.ts'
import { createEtcdClient, type EtcdClient } from '#kit/discovery/etcd-client.ts'
import { followEtcd } from '#kit/discovery/etcd-watch.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { etcdAvailable, type StartedEtcd, startEtcd } from '../../host/servers/etcd.ts'
import { discoverySuite } from './discovery.suite.ts'
import { instance, seenBy } from './discovery.world.ts'

const needs = { clock: systemClock, log: silentLog, random: systemRandom, ttlMs: 2000, renewMs: 500 }

if (etcdAvailable() || process.env.REQUIRE_SERVERS === '1') {
  discoverySuite('etcd', {
    async start() {
      const server = await startEtcd()
      return {
        join: () => createEtcdDiscovery({ endpoints: [server.url], ...needs }),
        clock: systemClock,
        leaseMs: 2000,
        takeAway: () => server.kill(),
        bringBack: () => server.restart(),
        async bringBackEmpty() {
          await rm(join(server.folder, 'data'), { recursive: true })
          await server.restart()
        },
        close: () => server.stop(),
      }
    },
  })
  suite('discovery on etcd, from below', fromBelow)
} else {
  test('discovery on etcd', { skip: 'etcd is not installed (Debian: apt-get install etcd-server)' })
}

function fromBelow(): void {
  let server: StartedEtcd
  let client: EtcdClient
  before(async () => {
    server = await startEtcd()
    client = createEtcdClient([server.url])
  })
  after(async () => {
    client.stop()
    await server.stop()
  })
  const until = (t: TestContext, belief: () => void) => t.waitFor(belief, { interval: 10, timeout: 4000 })
  const put = (key: string, value: string) =>
    client.call(KV.method.put, { key: Buffer.from(key), value: Buffer.from(value) })
  const join = (t: TestContext, ...endpoints: readonly string[]) => {
    const discovery = createEtcdDiscovery({ endpoints, ...needs })
    t.after(() => discovery.stop())
    return discovery
  }

  test('an instance is JSON under /cangqiong/<service>/<id>, for anybody to read', async (t) => {
    const one = instance('one')
    await join(t, server.url).register(['order', 'cart'], one)
    for (const key of ['/cangqiong/order/one', '/cangqiong/cart/one']) {
      const { kvs } = await client.call(KV.method.range, { key: Buffer.from(key) })
      assert.deepEqual(JSON.parse(Buffer.from(kvs[0]?.value ?? []).toString()), one)
    }
  })

  test('what others write there is seen if it is an instance, and costs nothing if not', async (t) => {
    const watcher = seenBy(join(t, server.url), 'foreign')
    await until(t, () => assert.deepEqual(watcher.ids(), []))
    await put('/cangqiong/foreign/broken', '{"id":')
    await put('/cangqiong/foreign/other', '{"id":"other"}')
    await put('/cangqiong/foreign/two', JSON.stringify(instance('two')))
    await until(t, () => assert.deepEqual(watcher.ids(), ['two']))
    await put('/cangqiong/foreigner/three', JSON.stringify(instance('three')))
    const again = seenBy(join(t, server.url), 'foreign')
    await until(t, () => assert.deepEqual(again.ids(), ['two']))
  })

  test('a member that is away is passed over', async (t) => {
    const discovery = join(t, 'http://127.0.0.1:9', server.url)
    const watchers = ['over', 'over', 'over', 'over'].map((service) => seenBy(discovery, service))
    const registration = await discovery.register(['over'], instance('one'))
    assert.equal(registration.isKnown(), true)
    for (const watcher of watchers) await until(t, () => assert.deepEqual(watcher.ids(), ['one']))
  })

  test('what is written between the first read and the watch is seen', async (t) => {
    let reads = 0
    const overtaken: EtcdClient = {
      ...client,
      async call(method, request) {
        const answer = await client.call(method, request)
        if (++reads === 1) await put('/cangqiong/between/one', JSON.stringify(instance('one')))
        return answer
      },
    }
    const views: (readonly Instance[])[] = []
    const follow = { client: overtaken, prefix: '/cangqiong/between/', ...needs }
    t.after(followEtcd(follow, (instances) => views.push(instances)))
    await until(t, () => assert.equal(views.at(-1)?.length, 1))
    assert.equal(reads, 1)
  })

  test('a watch from a revision that was compacted away begins anew', async (t) => {
    const { header } = await put('/cangqiong/old/one', JSON.stringify(instance('one')))
    await put('/cangqiong/old/two', JSON.stringify(instance('two')))
    const { header: latest } = await put('/cangqiong/old/three', JSON.stringify(instance('three')))
    const body = JSON.stringify({ revision: latest?.revision })
    const compacted = await fetch(`${server.url}/v3/kv/compaction`, { method: 'POST', body })
    assert.equal(compacted.status, 200)
    // The first read is made to look as old as the first key: the watch then begins where nothing is left.
    let reads = 0
    const dated: EtcdClient = {
      ...client,
      async call(method, request) {
        const answer = await client.call(method, request)
        return ++reads === 1
          ? { ...answer, kvs: [], header: { revision: (header?.revision ?? 0) - 1 } }
          : answer
      },
    }
    const views: (readonly Instance[])[] = []
    const follow = { client: dated, prefix: '/cangqiong/old/', ...needs }
    t.after(followEtcd(follow, (instances) => views.push(instances)))
    await until(t, () => assert.equal(views.at(-1)?.length, 3))
    assert.equal(reads, 2)
  })
}
