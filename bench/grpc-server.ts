import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import {
  AddressSchema,
  GetAddressRequestSchema,
  UserService,
} from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { createGrpcServer } from '#kit/rpc/grpc-server.ts'
import { serve } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'

/** One server of grpc-unary-vs-raw in a process of its own. Argument: `ours` or `raw`. Tells its address. */
const address = { id: '7', consignee: '张三', phone: '13800000001', detail: '上地十街10号', isDefault: true }

async function startOurs(): Promise<string> {
  const served = [serve(UserService, { getAddress: async () => address } as never)]
  const needs = { clock: systemClock, random: systemRandom, log: silentLog }
  const server = createGrpcServer({ ...needs, served: () => served, host: '127.0.0.1', port: 0 })
  await server.start?.()
  return server.address()
}

/** grpc-js as its documentation shows it, reading deadline and metadata like ours does. */
function startRaw(): Promise<string> {
  const server = new Server()
  const getAddress = {
    path: '/cangqiong.user.v1.UserService/GetAddress',
    requestStream: false,
    responseStream: false,
    requestSerialize: (value: never) => Buffer.from(toBinary(GetAddressRequestSchema, value)),
    requestDeserialize: (bytes: Buffer) => fromBinary(GetAddressRequestSchema, bytes),
    responseSerialize: (value: never) => Buffer.from(toBinary(AddressSchema, value)),
    responseDeserialize: (bytes: Buffer) => fromBinary(AddressSchema, bytes),
  }
  server.addService(
    { getAddress } as never,
    {
      getAddress(
        call: { metadata: { get(name: string): unknown[] }; getDeadline(): unknown },
        answer: (error: null, value: object) => void,
      ) {
        if (call.metadata.get('traceparent').length === 0 || call.getDeadline() === undefined)
          throw new Error('bare call')
        answer(null, create(AddressSchema, address))
      },
    } as never,
  )
  return new Promise((settle, refuse) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error) refuse(error)
      else settle(`127.0.0.1:${port}`)
    })
  })
}

process.send?.(await (process.argv[2] === 'ours' ? startOurs() : startRaw()))
