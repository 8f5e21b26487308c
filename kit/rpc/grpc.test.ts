import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { InventoryService } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { systemClock } from '../clock.ts'
import { type Context, currentContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { clientOf } from './client.ts'
import { decodeFault } from './fault-codec.ts'
import {
  base,
  connect,
  hanging,
  type Inventory,
  inventoryFile,
  inventoryName,
  plainClient,
  startServer,
} from './grpc.fixture.ts'
import { createGrpcServer } from './grpc-server.ts'

test('a plain gRPC client calls a service by its .proto file alone', async (t) => {
  let seen: Context | undefined
  const server = await startServer(t, {
    async setStock({ shopId, onHand }) {
      seen = currentContext()
      return { shopId, onHand, reserved: 3 }
    },
  })
  const call = plainClient(t, inventoryFile, inventoryName, server.address())
  const metadata = new Metadata()
  metadata.set('cangqiong-person-bin', Buffer.from('{"kind":"system","id":"door"}'))
  const answer = await call('SetStock', { shopId: '1', onHand: 2 ** 40 }, metadata)
  assert.partialDeepStrictEqual(answer, { shopId: '1', onHand: 2 ** 40, reserved: 3 })
  assert.deepEqual(seen?.by, { kind: 'system', id: 'door' })
  const leftMs = Number(seen?.deadline) - systemClock.now()
  assert.ok(leftMs > 2000 && leftMs <= 3000, 'a caller without a deadline has the one of the contract')
})

test('a plain gRPC client gets code, words and details of a fault', async (t) => {
  const server = await startServer(t, {
    setStock: () =>
      Promise.reject(new Fault('precondition', 'STOCK_BELOW_RESERVED', '库存太少', { details: { n: '7' } })),
  })
  const call = plainClient(t, inventoryFile, inventoryName, server.address())
  const error = await call('SetStock', {}).catch((thrown: ServiceError) => thrown as ServiceError)
  assert.ok(error instanceof Error && 'metadata' in error)
  assert.equal(error.code, status.FAILED_PRECONDITION)
  const fault = decodeFault(error.metadata.get('grpc-status-details-bin')[0] as Buffer)
  assert.deepEqual(
    [fault?.reason, fault?.message, fault?.details],
    ['STOCK_BELOW_RESERVED', '库存太少', { n: '7' }],
  )
})

test('what does not fit the contract is refused as invalid and reaches no handler', async (t) => {
  const server = await startServer(t, { setStock: async () => assert.fail('it was called') })
  const client = new Client(server.address(), credentials.createInsecure())
  t.after(() => client.close())
  const send = (bytes: readonly number[], metadata = new Metadata()) =>
    new Promise<number>((resolve) => {
      const same = (value: Buffer) => value
      client.makeUnaryRequest(
        `/${inventoryName}/SetStock`,
        same,
        same,
        Buffer.from(bytes),
        metadata,
        (error) => resolve(error?.code ?? 0),
      )
    })
  const huge = [24, 255, 255, 255, 255, 255, 255, 255, 127]
  const nobody = new Metadata()
  nobody.set('cangqiong-person-bin', Buffer.from('{"kind":"employee","id":"1"}'))
  assert.deepEqual(
    [await send(huge), await send([10, 200]), await send([10, 1, 255]), await send([], nobody)],
    [status.INVALID_ARGUMENT, status.INVALID_ARGUMENT, status.INVALID_ARGUMENT, status.INVALID_ARGUMENT],
  )
})

test('a server that is down did nothing; one that dies in the middle may have', async (t) => {
  const { promise: entered, handler } = hanging()
  const server = await startServer(t, { setStock: handler })
  const inventory = clientOf(
    InventoryService,
    connect(t, () => [server.address()]),
  )
  const running = inventory.setStock({}).catch((fault: Fault) => fault)
  await entered
  await server.stop?.()
  const caught = await running
  assert.ok(caught instanceof Fault)
  assert.deepEqual([caught.kind, caught.reason, caught.unknown], ['unavailable', 'UNREACHABLE', true])
  const later = await inventory.setStock({}).catch((fault: Fault) => fault)
  assert.ok(later instanceof Fault)
  assert.deepEqual([later.kind, later.reason, later.unknown], ['unavailable', 'UNREACHABLE', false])
  assert.doesNotMatch(later.message, /127|ECONN/)
})

test('calls go round robin, and follow when addresses come and go', async (t) => {
  const counts = [0, 0]
  const count = (n: number): Partial<Inventory> => ({
    listStock: async () => {
      counts[n] = (counts[n] ?? 0) + 1
      return {}
    },
  })
  const servers = [await startServer(t, count(0)), await startServer(t, count(1))]
  let here = servers
  const inventory = clientOf(
    InventoryService,
    connect(t, () => here.map((server) => server.address())),
  )
  const reached = async () => {
    while (counts.some((n) => n === 0)) await inventory.listStock({})
  }
  await reached()
  counts.fill(0)
  for (let n = 0; n < 20; n++) await inventory.listStock({})
  assert.deepEqual(counts, [10, 10])
  here = servers.slice(1)
  for (let n = 0; n < 5; n++) await inventory.listStock({})
  assert.deepEqual(counts, [10, 15])
  here = []
  await assert.rejects(inventory.listStock({}), { reason: 'UNREACHABLE', unknown: false })
})

test('a drain finishes what runs, ends streams kindly and takes nothing new', async (t) => {
  const entered = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const server = await startServer(t, {
    async setStock() {
      entered.resolve()
      await finish.promise
      return { reserved: 7 }
    },
    async *follow() {
      yield { seq: 1 }
      await new Promise(() => undefined)
    },
  })
  const transport = connect(t, () => [server.address()])
  const inventory = clientOf(InventoryService, transport)
  const running = inventory.setStock({})
  const reader = clientOf(PushService, transport).follow({})[Symbol.asyncIterator]()
  await Promise.all([entered.promise, reader.next()])
  const drained = server.drain?.()
  await assert.rejects(reader.next(), { kind: 'unavailable', reason: 'SHUTTING_DOWN' })
  finish.resolve()
  assert.equal((await running).reserved, 7)
  await drained
  await assert.rejects(inventory.setStock({}), { reason: 'UNREACHABLE', unknown: false })
})

test('a drain waits no longer than it may', async (t) => {
  const { promise: entered, handler } = hanging()
  const server = await startServer(t, { setStock: handler }, { lameDuckMs: 0, drainBoundMs: 50 })
  const inventory = clientOf(
    InventoryService,
    connect(t, () => [server.address()]),
  )
  const running = inventory.setStock({}).catch((fault: Fault) => fault)
  await entered
  const began = systemClock.now()
  await server.drain?.()
  assert.ok(systemClock.now() - began < 1000)
  assert.equal(((await running) as Fault).reason, 'UNREACHABLE')
})

test('a port in use is an error when the server starts', async (t) => {
  const server = await startServer(t, {})
  const port = Number(server.address().split(':')[1])
  await assert.rejects(createGrpcServer({ ...base, served: () => [], port }).start?.() ?? Promise.resolve())
})
