import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, credentials, Metadata } from '@grpc/grpc-js'
import { InventoryService } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import {
  Health,
  HealthCheckResponse_ServingStatus as Serving,
} from '#contracts/gen/grpc/health/v1/health_pb.js'
import { systemClock } from '../clock.ts'
import { clientOf } from './client.ts'
import { connect, type Inventory, inventoryName, startServer } from './grpc.fixture.ts'

/** Answers who it is, after a moment. */
const naming = (shopId: string): Partial<Inventory> => ({
  async setStock() {
    await systemClock.sleep(2)
    return { shopId }
  },
})

test('a drain says at once that it is not serving, and serves on for a while', async (t) => {
  const server = await startServer(t, naming('a'), { lameDuckMs: 300 })
  const transport = connect(t, () => [server.address()])
  const changes = clientOf(Health, transport).watch({})[Symbol.asyncIterator]()
  assert.equal((await changes.next()).value?.status, Serving.SERVING)
  const began = systemClock.now()
  const drained = server.drain?.()
  assert.equal((await changes.next()).value?.status, Serving.NOT_SERVING)
  assert.ok(systemClock.now() - began < 200, 'it is told before anybody would ask')
  const inventory = clientOf(InventoryService, transport)
  assert.equal((await inventory.setStock({})).shopId, 'a', 'nobody else is there')
  await assert.rejects(changes.next(), { reason: 'SHUTTING_DOWN' })
  await drained
  assert.ok(systemClock.now() - began >= 290)
  await assert.rejects(inventory.setStock({}), { reason: 'UNREACHABLE', unknown: false })
})

test('an instance that says it cannot work is spared while another one can', async (t) => {
  let ready = true
  const sick = await startServer(t, naming('sick'), { ready: async () => ready })
  const well = await startServer(t, naming('well'))
  let list = [sick.address(), well.address()]
  const inventory = clientOf(
    InventoryService,
    connect(t, () => list),
  )
  const reached = async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => inventory.setStock({})))
    return [...new Set(answers.map(({ shopId }) => shopId))].sort().join()
  }
  const until = async (wanted: string) => {
    const endsAt = systemClock.now() + 3000
    while ((await reached()) !== wanted) assert.ok(systemClock.now() < endsAt, `never only ${wanted}`)
  }
  await until('sick,well')
  ready = false
  await until('well')
  ready = true
  await until('sick,well')
  ready = false
  list = [sick.address()]
  await until('sick')
})

test('a stream that a draining server has not begun is opened elsewhere', async (t) => {
  const follow = (seq: number) => ({
    async *follow() {
      yield { seq }
      await new Promise(() => undefined)
    },
  })
  const leaving = await startServer(t, follow(1), { drainBoundMs: 300 })
  const staying = await startServer(t, follow(2))
  const push = clientOf(
    PushService,
    connect(t, () => [leaving.address(), staying.address()]),
  )
  const first = async () => {
    const reader = push.follow({})[Symbol.asyncIterator]()
    const seq = (await reader.next()).value?.seq
    await reader.return?.()
    return seq
  }
  const seen = new Set<number | undefined>()
  while (seen.size < 2) seen.add(await first())
  const drained = leaving.drain?.()
  for (let n = 0; n < 50; n++) assert.ok([1, 2].includes((await first()) ?? 0))
  await drained
  assert.equal(await first(), 2)
})

test('a client of another make loses nothing when a server goes away', async (t) => {
  const list = [await startServer(t, naming('a')), await startServer(t, naming('b'))]
  const target = `ipv4:${list.map((server) => server.address()).join(',')}`
  const config = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] })
  const client = new Client(target, credentials.createInsecure(), { 'grpc.service_config': config })
  t.after(() => client.close())
  const same = (bytes: Buffer) => bytes
  const path = `/${inventoryName}/SetStock`
  const call = () =>
    new Promise<string>((resolve) => {
      const settle = (error: { details: string } | null) => resolve(error?.details ?? '')
      client.makeUnaryRequest(path, same, same, Buffer.alloc(0), new Metadata(), settle)
    })
  const errors: string[] = []
  let made = 0
  let stopped = false
  const loop = async () => {
    for (; !stopped; made++) errors.push(await call())
  }
  const loops = Promise.all(Array.from({ length: 16 }, loop))
  const untilMade = async (count: number) => {
    while (made < count) await systemClock.sleep(5)
  }
  await untilMade(100)
  await list[0]?.drain?.()
  await untilMade(made + 100)
  stopped = true
  await loops
  assert.deepEqual(
    errors.filter((details) => details !== ''),
    [],
  )
})
