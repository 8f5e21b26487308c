import { join } from 'node:path'
import { Client, credentials, Metadata } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import type { Find } from './finders.ts'

/** One call by a stranger, who has the .proto files and the address of a registry, and nothing else. */
export interface StrangersCall {
  readonly find: Find
  /** As the registry knows it, for instance `catalog`. */
  readonly service: string
  /** The file under contracts/, for instance `cangqiong/catalog/v1/catalog.proto`. */
  readonly proto: string
  /** For instance `cangqiong.catalog.v1.CatalogService/GetMenu`. */
  readonly rpc: string
  /** Field names as in the .proto. */
  readonly request: object
  /** Sent beside the request, for instance a traceparent. */
  readonly metadata?: Readonly<Record<string, string>>
}

const contracts = join(import.meta.dirname, '..', '..', 'contracts')
const options = { keepCase: true, longs: Number, enums: String, defaults: true, includeDirs: [contracts] }
const deadlineMs = 5000

/**
 * Calls every process that answers for the service, and gives each one's answer by its address. Throws with
 * gRPC's code where one refuses, and where none is found.
 */
export async function callFound(call: StrangersCall): Promise<ReadonlyMap<string, unknown>> {
  const addresses = await call.find(call.service)
  if (addresses.length === 0) throw new Error(`nobody answers for ${call.service}`)
  const answers = await Promise.all(
    addresses.map(async (address) => [address, await ask(address, call)] as const),
  )
  return new Map(answers)
}

function ask(address: string, { proto, rpc, request, metadata = {} }: StrangersCall): Promise<unknown> {
  const { path, requestSerialize, responseDeserialize } = methodOf(proto, rpc)
  const client = new Client(address, credentials.createInsecure())
  const beside = new Metadata()
  for (const [name, value] of Object.entries(metadata)) beside.set(name, value)
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      beside,
      { deadline: Date.now() + deadlineMs },
      (error, answer) => {
        client.close()
        if (error) reject(error)
        else resolve(answer)
      },
    )
  })
}

function methodOf(proto: string, rpc: string) {
  const [serviceName = '', method = ''] = rpc.split('/')
  const service = loadSync(proto, options)[serviceName]
  if (!service || 'format' in service) throw new Error(`${proto} has no service ${serviceName}`)
  const definition = service[method]
  if (!definition) throw new Error(`${serviceName} has no ${method}`)
  return definition
}
