import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Client, credentials, loadPackageDefinition, Metadata, type ServiceError } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { InventoryService } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { systemClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import { grpcTransport } from './grpc-client.ts'
import { createGrpcServer, type GrpcServerNeeds } from './grpc-server.ts'
import { type Handlers, serve } from './service.ts'

export type Inventory = Handlers<typeof InventoryService>
export type Push = Handlers<typeof PushService>
export const base = { clock: systemClock, log: silentLog, host: '127.0.0.1', port: 0, lameDuckMs: 0 }

export async function startServer(
  t: TestContext,
  handlers: Partial<Inventory & Push>,
  more: Partial<GrpcServerNeeds> = {},
) {
  const served = [serve(InventoryService, handlers as Inventory), serve(PushService, handlers as Push)]
  const server = createGrpcServer({ ...base, served: () => served, ...more })
  await server.start?.()
  t.after(() => server.stop?.())
  return server
}

export function connect(t: TestContext, addresses: () => readonly string[]) {
  const transport = grpcTransport({ addresses, clock: systemClock })
  t.after(() => transport.stop())
  return transport
}

/** A handler that tells when it was called, and never answers. */
export function hanging() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const handler = () => {
    resolve()
    return new Promise<never>(() => undefined)
  }
  return { promise, handler }
}

/** A client that knows nothing but the .proto files. */
export function plainClient(t: TestContext, file: string, name: string, address: string) {
  const includeDirs = [join(import.meta.dirname, '../../contracts')]
  const loaded = loadPackageDefinition(loadSync(file, { includeDirs, longs: Number }))
  const found = name.split('.').reduce((at: unknown, part) => (at as Record<string, unknown>)[part], loaded)
  const client = new (found as new (...args: unknown[]) => Client)(address, credentials.createInsecure())
  t.after(() => client.close())
  type Method = (
    request: object,
    metadata: Metadata,
    done: (error: ServiceError | null, answer: object) => void,
  ) => void
  return (method: string, request: object, metadata = new Metadata()) =>
    new Promise<object>((resolve, reject) => {
      const call = (client as unknown as Record<string, Method>)[method]
      call?.bind(client)(request, metadata, (error, answer) => (error ? reject(error) : resolve(answer)))
    })
}

export const inventoryFile = 'cangqiong/inventory/v1/inventory.proto'
export const inventoryName = 'cangqiong.inventory.v1.InventoryService'
