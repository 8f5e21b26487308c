import type { DescMethod } from '@bufbuild/protobuf'
import type { CallOptions, Client, ClientReadableStream, Metadata, ServiceError } from '@grpc/grpc-js'
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

/** A transport that holds connections open until it is stopped. */
export interface GrpcTransport extends Transport {
  /** Closes the connections; calls that run finish, later ones fail. */
  stop(): Promise<void>
}

/** Calls over gRPC without TLS. Every rejection is a fault; nothing is retried that may have been done. */
export function grpcTransport({ addresses, clock, observe }: GrpcTransportNeeds): GrpcTransport {
  const channels = createChannels(addresses)

  function open(method: DescMethod, request: AnyPlain, caller: Context): Outgoing {
    // gRPC measures deadlines by the system's clock, whatever ours says.
    const remainingMs = deadlineOf(method, caller, clock.now()) - clock.now()
    return {
      method,
      caller,
      client: channels.current(),
      path: `/${pathOf(method)}`,
      bytes: bytesOf(method, request),
      metadata: metadataOf(caller),
      options: { deadline: systemClock.now() + remainingMs },
      finish: observe?.(observed(method, 'client', 'grpc')) ?? (() => undefined),
    }
  }

  return {
    unary(method, request) {
      const caller = currentContext()
      return new Promise((resolve, reject) => callOnce(open(method, request, caller), resolve, reject))
    },
    stream(method, request) {
      const caller = currentContext()
      return leavable(() => readStream(open(method, request, caller)))
    },
    stop: async () => channels.stop(),
  }
}

/** A call on its way. */
interface Outgoing {
  readonly method: DescMethod
  readonly caller: Context
  readonly client: Client
  readonly path: string
  readonly bytes: Buffer
  readonly metadata: Metadata
  readonly options: CallOptions
  readonly finish: (outcome: Outcome) => void
}

function callOnce(
  out: Outgoing,
  resolve: (answer: AnyPlain) => void,
  reject: (thrown: unknown) => void,
): void {
  const { method, caller, client, path, bytes, metadata, options, finish } = out
  const settle = (error: ServiceError | null, answer?: Buffer) => {
    forget()
    try {
      if (error !== null) throw faultOfError(error, caller.signal.aborted)
      resolve(messageOf(method, answer))
      finish({})
    } catch (thrown) {
      finish({ fault: faultOf(thrown) })
      reject(thrown)
    }
  }
  const call = client.makeUnaryRequest(path, same, same, bytes, metadata, options, settle)
  const forget = onLeave(caller.signal, () => call.cancel())
}

function readStream({ method, caller, client, path, bytes, metadata, options, finish }: Outgoing) {
  const call = client.makeServerStreamRequest(path, same, same, bytes, metadata, options)
  let left = false
  const halt = () => {
    left = true
    call.cancel()
  }
  const forget = onLeave(caller.signal, halt)
  const end = (outcome: Outcome) => {
    forget()
    halt()
    finish(outcome)
  }
  return { items: itemsOf(method, call, (error) => faultOfError(error, left), end), halt }
}

async function* itemsOf(
  method: DescMethod,
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
