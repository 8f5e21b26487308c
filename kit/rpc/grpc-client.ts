import type { DescMethod, DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf'
import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js'
import { type Clock, systemClock } from '../clock.ts'
import { type Context, currentContext } from '../context.ts'
import { Fault, faultOf } from '../fault.ts'
import { decode, encode } from './binary.ts'
import { deadlineOf, observed, onLeave, pathOf } from './call.ts'
import { type Addresses, createChannels } from './grpc-channels.ts'
import { brokenAnswer, faultOfError } from './grpc-faults.ts'
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
        forget()
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
      const forget = onLeave(caller.signal, () => call.cancel())
    })
  }

  function stream(method: DescMethodServerStreaming, request: AnyPlain): AsyncIterable<AnyPlain> {
    const caller = currentContext()
    return leavable(() => {
      const bytes = bytesOf(method, request)
      const { client, finish, options, metadata } = open(method, caller)
      const call = client.makeServerStreamRequest(`/${pathOf(method)}`, same, same, bytes, metadata, options)
      let left = false
      const halt = () => {
        left = true
        call.cancel()
      }
      const forget = onLeave(caller.signal, halt)
      const faultBy = (error: ServiceError) => faultOfError(error, left)
      const items = itemsOf(method, call, faultBy, (outcome) => {
        forget()
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
  faultBy: (error: ServiceError) => Fault,
  end: (outcome: Outcome) => void,
) {
  let outcome: Outcome = {}
  try {
    for await (const bytes of call) yield messageOf(method, bytes)
  } catch (thrown) {
    const fault = thrown instanceof Fault ? thrown : faultBy(thrown as ServiceError)
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
