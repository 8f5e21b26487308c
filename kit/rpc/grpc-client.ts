import type { DescMethod, DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf'
import { Client, type ClientReadableStream, credentials, type ServiceError } from '@grpc/grpc-js'
import { type Clock, systemClock } from '../clock.ts'
import { type Context, currentContext } from '../context.ts'
import { Fault, faultOf } from '../fault.ts'
import { decode, encode } from './binary.ts'
import { deadlineOf, observed, pathOf } from './call.ts'
import { unreachable } from './faults.ts'
import { brokenAnswer, faultOfError } from './grpc-faults.ts'
import { type Addresses, targetOf } from './grpc-target.ts'
import { leavable } from './halt.ts'
import type { AnyPlain } from './message.ts'
import { metadataOf } from './metadata.ts'
import type { Observe, Outcome } from './observe.ts'
import type { Transport } from './service.ts'

export interface GrpcTransportNeeds {
  /** Where the service runs now; calls go round robin. Asked at every call, so it may change. */
  readonly addresses: Addresses
  readonly clock: Clock
  readonly observe?: Observe | undefined
}

export interface GrpcTransport extends Transport {
  /** Closes the connections; calls that run finish, later ones fail. */
  stop(): Promise<void>
}

/** Calls over gRPC without TLS. Every rejection is a fault; nothing is retried that may have been done. */
export function grpcTransport({ addresses, clock, observe }: GrpcTransportNeeds): GrpcTransport {
  const channels = createChannels(addresses)

  /** gRPC measures deadlines by the system's clock, whatever ours says. */
  function realDeadline(deadline: number): number {
    return systemClock.now() + (deadline - clock.now())
  }

  function open(method: DescMethod, caller: Context) {
    const deadline = realDeadline(deadlineOf(method, caller, clock.now()))
    const client = channels.current()
    const finish = observe?.(observed(method, 'client', 'grpc'))
    return { client, finish, options: { deadline }, metadata: metadataOf(caller) }
  }

  function unary(method: DescMethodUnary, request: AnyPlain): Promise<AnyPlain> {
    const caller = currentContext()
    return new Promise((resolve, reject) => {
      const bytes = bytesOf(method, request)
      const { client, finish, options, metadata } = open(method, caller)
      const settle = (error: ServiceError | null, answer?: Buffer) => {
        caller.signal.removeEventListener('abort', cancel)
        try {
          if (error !== null) throw faultOfError(error, caller.signal.aborted)
          resolve(messageOf(method, answer))
          finish?.({})
        } catch (thrown) {
          finish?.({ fault: faultOf(thrown) })
          reject(thrown)
        }
      }
      const call = client.makeUnaryRequest(`/${pathOf(method)}`, same, same, bytes, metadata, options, settle)
      const cancel = () => call.cancel()
      caller.signal.addEventListener('abort', cancel)
    })
  }

  function stream(method: DescMethodServerStreaming, request: AnyPlain): AsyncIterable<AnyPlain> {
    const caller = currentContext()
    return leavable(() => {
      const bytes = bytesOf(method, request)
      const { client, finish, options, metadata } = open(method, caller)
      const call = client.makeServerStreamRequest(`/${pathOf(method)}`, same, same, bytes, metadata, options)
      const halt = () => call.cancel()
      caller.signal.addEventListener('abort', halt)
      const items = itemsOf(method, call, caller.signal, (outcome) => {
        caller.signal.removeEventListener('abort', halt)
        halt()
        finish?.(outcome)
      })
      return { items, halt }
    })
  }

  return { unary, stream, stop: async () => channels.stop() }
}

async function* itemsOf(
  method: DescMethodServerStreaming,
  call: ClientReadableStream<Buffer>,
  caller: AbortSignal,
  end: (outcome: Outcome) => void,
) {
  let outcome: Outcome = {}
  try {
    for await (const bytes of call) yield messageOf(method, bytes)
  } catch (thrown) {
    const fault = thrown instanceof Fault ? thrown : faultOfError(thrown as ServiceError, caller.aborted)
    outcome = { fault }
    throw fault
  } finally {
    end(outcome)
  }
}

const same = (bytes: Buffer) => bytes

function bytesOf(method: DescMethod, request: AnyPlain): Buffer {
  const { buffer, byteOffset, byteLength } = encode(method.input, request)
  return Buffer.from(buffer, byteOffset, byteLength)
}

function messageOf(method: DescMethod, bytes: Buffer | undefined): AnyPlain {
  try {
    return decode(method.output, bytes ?? new Uint8Array(0))
  } catch (thrown) {
    throw brokenAnswer(thrown)
  }
}

const channelOptions = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.service_config_disable_resolution': 1,
  // A proxy for the outside world must not see calls between our own services.
  'grpc.enable_http_proxy': 0,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
}

/** One connection pool per set of addresses; an old one finishes its calls and goes. */
function createChannels(addresses: Addresses) {
  let target: string | undefined
  let client: Client | undefined
  let stopped = false

  return {
    current(): Client {
      const wanted = targetOf(addresses)
      if (stopped || wanted === undefined) throw unreachable(false)
      if (client === undefined || wanted !== target) {
        client?.close()
        target = wanted
        client = new Client(wanted, credentials.createInsecure(), channelOptions)
      }
      return client
    },
    stop() {
      stopped = true
      client?.close()
    },
  }
}
