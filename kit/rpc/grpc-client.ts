import type { DescMethod } from '@bufbuild/protobuf'
import type { CallOptions, ClientReadableStream, Metadata, ServiceError } from '@grpc/grpc-js'
import { type Clock, systemClock } from '../clock.ts'
import { type Context, currentContext } from '../context.ts'
import { Fault, faultOf } from '../fault.ts'
import { decode, encode } from './binary.ts'
import { deadlineOf, observed, onLeave, pathOf } from './call.ts'
import { cancelled } from './faults.ts'
import { type Addresses, type Channels, createChannels } from './grpc-channels.ts'
import type { Connection } from './grpc-connection.ts'
import { brokenAnswer, faultOfError, isUndone } from './grpc-faults.ts'
import { leavable } from './halt.ts'
import type { AnyPlain } from './message.ts'
import { metadataOf } from './metadata.ts'
import type { Observe, Outcome } from './observe.ts'
import { type Picker, roundRobin } from './picker.ts'
import { createRetryBudget, type RetryBudget } from './retry-budget.ts'
import type { Transport } from './service.ts'

export interface GrpcTransportNeeds {
  /** Where the service runs now; asked at every call and several times a second, so it may change. */
  readonly addresses: Addresses
  readonly clock: Clock
  readonly observe?: Observe | undefined
  /** Who of the connected instances gets a call: round robin unless told. */
  readonly picker?: Picker
  /** Whether instances are asked for their health, so that the sick are spared: yes unless told. */
  readonly watchesHealth?: boolean
}

/** A transport that holds connections open until it is stopped. */
export interface GrpcTransport extends Transport {
  /** Closes the connections; calls that run finish, later ones fail. */
  stop(): Promise<void>
}

/**
 * Calls over gRPC without TLS, with one connection per instance, opened at once. Every rejection is a fault.
 * A call that no handler can have seen is made once more, by another instance where there is one; nothing is
 * retried that may have been done.
 */
export function grpcTransport(needs: GrpcTransportNeeds): GrpcTransport {
  const { clock, observe } = needs
  const channels = createChannels({ picker: roundRobin(), watchesHealth: true, ...needs })
  const budget = createRetryBudget()

  function prepare(method: DescMethod, request: AnyPlain, caller: Context): Outgoing {
    // gRPC measures deadlines by the system's clock, whatever ours says.
    const remainingMs = deadlineOf(method, caller, clock.now()) - clock.now()
    budget.earn()
    return {
      channels,
      budget,
      method,
      caller,
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
      return new Promise((resolve, reject) =>
        beginUnary(prepare(method, request, caller), { resolve, reject }),
      )
    },
    stream(method, request) {
      const caller = currentContext()
      return leavable(() => readStream(prepare(method, request, caller)))
    },
    stop: async () => channels.stop(),
  }
}

/** A call on its way, whoever gets it. */
interface Outgoing {
  readonly channels: Channels
  readonly budget: RetryBudget
  readonly method: DescMethod
  readonly caller: Context
  readonly path: string
  readonly bytes: Buffer
  readonly metadata: Metadata
  readonly options: CallOptions & { readonly deadline: number }
  readonly finish: (outcome: Outcome) => void
}

interface Settle {
  readonly resolve: (answer: AnyPlain) => void
  readonly reject: (thrown: unknown) => void
}

/** `failed`: who has not even begun it before. */
function beginUnary(out: Outgoing, settle: Settle, failed?: Connection): void {
  const fail = (thrown: unknown) => {
    out.finish({ fault: faultOf(thrown) })
    settle.reject(thrown)
  }
  try {
    const picked = out.channels.pick(failed)
    if (picked !== undefined) sendUnary(out, picked, settle, failed === undefined)
    else waitFor(out).then((first) => sendUnary(out, first, settle, failed === undefined), fail)
  } catch (thrown) {
    fail(thrown)
  }
}

function waitFor({ channels, options, caller }: Outgoing, signal = caller.signal): Promise<Connection> {
  return channels.wait({ until: options.deadline, signal })
}

function sendUnary(out: Outgoing, connection: Connection, settle: Settle, isFirst: boolean): void {
  const { method, caller, path, bytes, metadata, options } = out
  const onEnd = (error: ServiceError | null, answer?: Buffer) => {
    connection.end(call, error === null)
    forget()
    if (error !== null && isFirst && mayRepeat(out, error)) return beginUnary(out, settle, connection)
    try {
      if (error !== null) throw faultOfError(error, caller.signal.aborted)
      settle.resolve(messageOf(method, answer))
      out.finish({})
    } catch (thrown) {
      out.finish({ fault: faultOf(thrown) })
      settle.reject(thrown)
    }
  }
  const call = connection.client.makeUnaryRequest(path, same, same, bytes, metadata, options, onEnd)
  connection.begin(call)
  const forget = onLeave(caller.signal, () => call.cancel())
}

/** Only what no handler can have seen, only for a caller who still waits, and not for a whole dead fleet. */
function mayRepeat({ caller, options, budget }: Outgoing, error: ServiceError): boolean {
  if (!isUndone(error) || caller.signal.aborted || options.deadline <= systemClock.now()) return false
  return budget.spend()
}

function readStream(out: Outgoing) {
  const left = new AbortController()
  const halt = () => left.abort()
  const forget = onLeave(out.caller.signal, halt)
  const end = (outcome: Outcome) => {
    forget()
    halt()
    out.finish(outcome)
  }
  return { items: itemsOf(out, left.signal, end), halt }
}

async function* itemsOf(out: Outgoing, left: AbortSignal, end: (outcome: Outcome) => void) {
  let outcome: Outcome = {}
  try {
    yield* attemptStream(out, left)
  } catch (thrown) {
    const fault = thrown instanceof Fault ? thrown : faultOfError(thrown as ServiceError, left.aborted)
    outcome = { fault }
    throw fault
  } finally {
    end(outcome)
  }
}

/** `failed`: who has not even begun it before. */
async function* attemptStream(out: Outgoing, left: AbortSignal, failed?: Connection): Items {
  const connection = out.channels.pick(failed) ?? (await waitFor(out, left))
  // Whoever leaves while nothing has been opened yet would otherwise never be heard.
  if (left.aborted) throw cancelled()
  let isBegun = false
  try {
    for await (const bytes of openStream(out, connection, left)) {
      isBegun = true
      yield messageOf(out.method, bytes)
    }
  } catch (thrown) {
    if (thrown instanceof Fault || isBegun || failed !== undefined) throw thrown
    if (left.aborted || !mayRepeat(out, thrown as ServiceError)) throw thrown
    yield* attemptStream(out, left, connection)
  }
}

type Items = AsyncGenerator<AnyPlain, void, void>

function openStream(out: Outgoing, connection: Connection, left: AbortSignal): ClientReadableStream<Buffer> {
  const { path, bytes, metadata, options } = out
  const call = connection.client.makeServerStreamRequest(path, same, same, bytes, metadata, options)
  connection.begin(call)
  const cancel = () => call.cancel()
  left.addEventListener('abort', cancel)
  call.once('status', () => {
    connection.end(call, false)
    left.removeEventListener('abort', cancel)
  })
  return call
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
