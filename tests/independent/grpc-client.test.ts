import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import { systemClock } from '#kit/clock.ts'
import type { Discovery } from '#kit/discovery/discovery.ts'
import { createEtcdDiscovery } from '#kit/discovery/etcd.ts'
import { createNacosDiscovery } from '#kit/discovery/nacos.ts'
import { systemRandom } from '#kit/random.ts'
import { createGrpcServer } from '#kit/rpc/grpc-server.ts'
import { serve } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { etcdAvailable, startEtcd } from '../../host/servers/etcd.ts'
import { nacosAvailable, startNacos } from '../../host/servers/nacos.ts'
import { type Find, findInEtcd, findInNacos } from './finders.ts'
import { callFound } from './grpc-client.ts'

const needs = { clock: systemClock, log: silentLog, random: systemRandom }
const isRequired = process.env.REQUIRE_SERVERS === '1'
const patience = { interval: 50, timeout: 10_000 }

/** Two processes of a service, which refuse one another's messages, so that answers tell them apart. */
async function twoProcesses(t: TestContext, discovery: Discovery) {
  t.after(() => discovery.stop())
  const addresses: string[] = []
  for (const id of ['one', 'two']) {
    const handlers = { deliver: async () => ({ refusedIds: [id] }) }
    const served = [serve(DeliveryService, handlers)]
    const server = createGrpcServer({
      ...needs,
      served: () => served,
      host: '127.0.0.1',
      port: 0,
      lameDuckMs: 0,
    })
    await server.start?.()
    t.after(() => server.stop?.())
    const known = { zone: '', version: '1', weight: 100, state: 'ready' } as const
    await discovery.register(['desk'], { id, address: server.address(), ...known })
    addresses.push(server.address())
  }
  return addresses
}

async function strangerReaches(t: TestContext, find: Find, addresses: readonly string[]): Promise<void> {
  const call = {
    find,
    service: 'desk',
    proto: 'cangqiong/kit/v1/delivery.proto',
    rpc: 'cangqiong.kit.v1.DeliveryService/Deliver',
    request: { listener: 'desk', messages: [], attempt: 0 },
  }
  await t.waitFor(async () => {
    const answers = await callFound(call)
    assert.deepEqual(answers.get(addresses[0] ?? ''), { refused_ids: ['one'] })
    assert.deepEqual(answers.get(addresses[1] ?? ''), { refused_ids: ['two'] })
    assert.equal(answers.size, 2)
  }, patience)
  await assert.rejects(callFound({ ...call, service: 'nowhere' }), /nobody answers for nowhere/)
}

const etcdSkip =
  etcdAvailable() || isRequired ? false : 'etcd is missing (Debian: apt-get install etcd-server)'
test('a stranger with the .proto files reaches a service that etcd knows', { skip: etcdSkip }, async (t) => {
  const server = await startEtcd()
  t.after(() => server.stop())
  const addresses = await twoProcesses(t, createEtcdDiscovery({ ...needs, endpoints: [server.url] }))
  await strangerReaches(t, findInEtcd(server.url), addresses)
})

const nacosSkip =
  nacosAvailable() || isRequired ? false : 'Java is missing (Debian: openjdk-17-jdk-headless maven)'
test('a stranger with the .proto files reaches a service that Nacos knows', {
  skip: nacosSkip,
}, async (t) => {
  const server = await startNacos()
  t.after(() => server.stop())
  const addresses = await twoProcesses(t, createNacosDiscovery({ ...needs, url: server.url }))
  await strangerReaches(t, findInNacos(server.url), addresses)
})
