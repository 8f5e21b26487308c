import type { DescMethod, DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { type Clock, systemClock } from '../clock.ts'
import type { Context } from '../context.ts'
import { faultOf } from '../fault.ts'
import { decode, encode } from './binary.ts'
import type { Dispatch } from './dispatch.ts'
import { shuttingDown } from './faults.ts'
import { statusOf, unbegunStatus } from './grpc-faults.ts'
import type { AnyPlain } from './message.ts'
import { travellingOf } from './metadata.ts'

type UnaryCall = ServerUnaryCall<Buffer, Buffer>
type StreamCall = ServerWritableStream<Buffer, Buffer>

/** Turns calls that arrive over gRPC into dispatched ones, bytes and faults included. */
export function createGrpcCalls(dispatch: Dispatch, clock: Clock) {
  const streams = new Set<AbortController>()
  let ending = false

  return {
    unary: (method: DescMethodUnary) => (call: UnaryCall, callback: sendUnaryData<Buffer>) =>
      answer(method, call, callback, (request, gone) =>
        dispatch.unary(method, request, callerOf(call, gone, clock)),
      ),

    stream: (method: DescMethodServerStreaming) => (call: StreamCall) => {
      if (ending) return void call.emit('error', unbegunStatus(shuttingDown()))
      const gone = new AbortController()
      call.on('cancelled', () => gone.abort())
      streams.add(gone)
      pump(method, call, gone.signal, (request) =>
        dispatch.stream(method, request, callerOf(call, gone.signal, clock)),
      )
        .then(() => call.end())
        .catch((thrown) => call.emit('error', statusOf(ending ? shuttingDown() : faultOf(thrown))))
        .finally(() => streams.delete(gone))
    },

    /** Ends every stream with SHUTTING_DOWN; its reader may begin again elsewhere. */
    endStreams() {
      ending = true
      for (const gone of streams) gone.abort()
    },
  }
}

/** Handlers as grpc-js wants them, and what ends their streams at a drain. */
export type GrpcCalls = ReturnType<typeof createGrpcCalls>

function callerOf(call: UnaryCall | StreamCall, signal: AbortSignal, clock: Clock): Context {
  const remainingMs = Number(call.getDeadline()) - systemClock.now()
  return { ...travellingOf(call.metadata), deadline: clock.now() + remainingMs, signal }
}

function answer(
  method: DescMethodUnary,
  call: UnaryCall,
  callback: sendUnaryData<Buffer>,
  ask: (request: AnyPlain, gone: AbortSignal) => Promise<AnyPlain>,
): void {
  const gone = new AbortController()
  let answered = false
  // gRPC says this of every call that has ended, and an abort that nobody hears is not free.
  call.on('cancelled', () => answered || gone.abort())
  const fail = (thrown: unknown) => {
    answered = true
    callback(statusOf(faultOf(thrown)))
  }
  const give = (message: AnyPlain) => {
    answered = true
    callback(null, bytesOf(method, message))
  }
  try {
    ask(requestOf(method, call), gone.signal).then(give).catch(fail)
  } catch (thrown) {
    fail(thrown)
  }
}

async function pump(
  method: DescMethodServerStreaming,
  call: StreamCall,
  gone: AbortSignal,
  ask: (request: AnyPlain) => AsyncIterable<AnyPlain>,
): Promise<void> {
  for await (const item of ask(requestOf(method, call))) {
    if (!call.write(bytesOf(method, item))) await drained(call, gone)
  }
}

/** Waits until more may be written, or nobody reads any more. */
function drained(call: StreamCall, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      call.off('drain', go)
      signal.removeEventListener('abort', go)
      resolve()
    }
    call.on('drain', go)
    signal.addEventListener('abort', go)
    if (signal.aborted) go()
  })
}

function requestOf(method: DescMethod, call: { readonly request: Buffer }): AnyPlain {
  return decode(method.input, call.request)
}

function bytesOf(method: DescMethod, answer: AnyPlain): Buffer {
  const { buffer, byteOffset, byteLength } = encode(method.output, answer)
  return Buffer.from(buffer, byteOffset, byteLength)
}
