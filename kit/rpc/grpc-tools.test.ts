import assert from 'node:assert/strict'
import { test } from 'node:test'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { Client, credentials } from '@grpc/grpc-js'
import {
  Health,
  HealthCheckResponse_ServingStatus as Serving,
} from '#contracts/gen/grpc/health/v1/health_pb.js'
import {
  type ServerReflectionRequest,
  ServerReflectionRequestSchema,
  ServerReflectionResponseSchema,
} from '#contracts/gen/grpc/reflection/v1/reflection_pb.js'
import { clientOf } from './client.ts'
import { connect, inventoryFile, inventoryName, startServer } from './grpc.fixture.ts'

test('health tells the readiness of the process and of each service, and every change', async (t) => {
  let ready = true
  const server = await startServer(t, {}, { ready: async () => ready })
  const health = clientOf(
    Health,
    connect(t, () => [server.address()]),
  )
  assert.equal((await health.check({})).status, Serving.SERVING)
  assert.equal((await health.check({ service: inventoryName })).status, Serving.SERVING)
  await assert.rejects(health.check({ service: 'nobody' }), { kind: 'missing' })
  const changes = health.watch({})[Symbol.asyncIterator]()
  assert.equal((await changes.next()).value?.status, Serving.SERVING)
  ready = false
  assert.equal((await health.check({})).status, Serving.NOT_SERVING)
  assert.equal((await changes.next()).value?.status, Serving.NOT_SERVING)
  await changes.return?.()
})

test('a process that is not ready is alive all the same, so that nobody restarts it for that', async (t) => {
  const server = await startServer(t, {}, { ready: async () => false })
  const health = clientOf(
    Health,
    connect(t, () => [server.address()]),
  )
  assert.equal((await health.check({})).status, Serving.NOT_SERVING)
  assert.equal((await health.check({ service: 'livez' })).status, Serving.SERVING)
})

test('reflection tells the services, their files and their extensions', async (t) => {
  const server = await startServer(t, {})
  const client = new Client(server.address(), credentials.createInsecure())
  t.after(() => client.close())
  const ask = (messageRequest: ServerReflectionRequest['messageRequest']) =>
    new Promise<ReturnType<typeof parse>>((resolve, reject) => {
      const parse = (bytes: Buffer) => bytes
      const call = client.makeBidiStreamRequest(
        '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
        parse,
        parse,
      )
      call.on('error', reject).on('data', (bytes: Buffer) => {
        call.end()
        resolve(fromBinary(ServerReflectionResponseSchema, bytes).messageResponse as never)
      })
      const request = create(ServerReflectionRequestSchema, { messageRequest })
      call.write(Buffer.from(toBinary(ServerReflectionRequestSchema, request)))
    })
  const parse = (bytes: Buffer) => fromBinary(ServerReflectionResponseSchema, bytes).messageResponse

  const listed = await ask({ case: 'listServices', value: '' })
  assert.ok(listed.case === 'listServicesResponse')
  const names = listed.value.service.map(({ name }) => name)
  assert.deepEqual(names.sort(), [
    'cangqiong.inventory.v1.InventoryService',
    'cangqiong.push.v1.PushService',
    'grpc.health.v1.Health',
    'grpc.reflection.v1.ServerReflection',
  ])
  for (const symbol of [inventoryName, `${inventoryName}.Reserve`, 'cangqiong.inventory.v1.Outcome']) {
    const found = await ask({ case: 'fileContainingSymbol', value: symbol })
    assert.ok(found.case === 'fileDescriptorResponse', symbol)
    const files = found.value.fileDescriptorProto.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes))
    assert.equal(files[0]?.name, inventoryFile)
    const known = new Set(files.map(({ name }) => name))
    assert.ok(files.every(({ dependency }) => dependency.every((name) => known.has(name))))
  }
  const missing = await ask({ case: 'fileByFilename', value: 'nothing.proto' })
  assert.ok(missing.case === 'errorResponse' && missing.value.errorCode === 5)
  const numbers = await ask({ case: 'allExtensionNumbersOfType', value: 'google.protobuf.MethodOptions' })
  assert.ok(numbers.case === 'allExtensionNumbersResponse')
  assert.deepEqual(numbers.value.extensionNumber, [50001])
})
