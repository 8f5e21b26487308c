import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { Client, credentials, Metadata } from '@grpc/grpc-js'
import {
  AddressSchema,
  GetAddressRequestSchema,
  UserService,
} from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { systemClock } from '#kit/clock.ts'
import { withContext } from '#kit/context.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { grpcTransport } from '#kit/rpc/grpc-client.ts'
import type { Bench } from './bench.ts'
import { cpuMicros } from './cpu.ts'

const atOnce = 32
const rounds = 4

/** Client and server together: a unary call with deadline, trace and person, ours and grpc-js by hand. */
export const grpcUnary: Bench = {
  name: 'grpc-unary-vs-raw',
  says: 'CPU of client and server per gRPC call, beside raw grpc-js with deadline and metadata on both sides',
  async run(seconds) {
    const ours = await startServer('ours')
    const raw = await startServer('raw')
    const transport = grpcTransport({ addresses: () => [ours.address], clock: systemClock })
    const users = clientOf(UserService, transport)
    const rawClient = createRawClient(raw.address)
    try {
      const callOurs = () => users.getAddress({ addressId: '7' })
      await costOf(ours.pid, callOurs, 1)
      await costOf(raw.pid, rawClient.call, 1)
      const costs = { ours: 0, raw: 0 }
      for (let round = 0; round < rounds; round++) {
        costs.ours += (await costOf(ours.pid, callOurs, seconds / rounds)) / rounds
        costs.raw += (await costOf(raw.pid, rawClient.call, seconds / rounds)) / rounds
      }
      const ratio = costs.raw / costs.ours
      return [
        {
          name: 'grpc-unary-vs-raw',
          value: costs.ours,
          unit: 'µs CPU/call',
          baseline: costs.raw,
          ratio,
          goal: '≥ 0.8',
        },
      ]
    } finally {
      await transport.stop()
      rawClient.close()
      ours.child.kill()
      raw.child.kill()
    }
  },
}

/** µs of CPU of this process and the server's per call. */
async function costOf(pid: number, call: () => Promise<unknown>, seconds: number): Promise<number> {
  const endsAt = performance.now() + seconds * 1000
  const server = cpuMicros(pid)
  const client = process.cpuUsage()
  let calls = 0
  const drive = async () => {
    for (; performance.now() < endsAt; calls++) await call()
  }
  const by = { kind: 'customer', id: '7' } as const
  const deadline = Date.now() + 60_000
  await withContext({ by, deadline }, () => Promise.all(Array.from({ length: atOnce }, drive)))
  const { user, system } = process.cpuUsage(client)
  return (user + system + cpuMicros(pid) - server) / calls
}

function createRawClient(address: string) {
  const client = new Client(address, credentials.createInsecure())
  const serialize = (value: never) => Buffer.from(toBinary(GetAddressRequestSchema, value))
  const deserialize = (bytes: Buffer) => fromBinary(AddressSchema, bytes)
  const path = '/cangqiong.user.v1.UserService/GetAddress'
  return {
    close: () => client.close(),
    call: () =>
      new Promise((settle, refuse) => {
        const metadata = new Metadata()
        metadata.set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
        metadata.set('cangqiong-person', '{"kind":"customer","id":"7"}')
        const request = create(GetAddressRequestSchema, { addressId: '7' }) as never
        const options = { deadline: Date.now() + 1000 }
        client.makeUnaryRequest(path, serialize, deserialize, request, metadata, options, (error, answer) => {
          if (error) refuse(error)
          else settle(answer)
        })
      }),
  }
}

async function startServer(
  kind: 'ours' | 'raw',
): Promise<{ address: string; pid: number; child: ChildProcess }> {
  const entry = join(import.meta.dirname, 'grpc-server.ts')
  const child = spawn(process.execPath, [entry, kind], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [address] = (await once(child, 'message')) as [string]
  return { address, pid: child.pid ?? 0, child }
}
