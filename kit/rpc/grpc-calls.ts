import type { DescMethod, DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js'
import { type Clock, systemClock } from '../clock.ts'
import type { Context } from '../context.ts'
import { faultOf } from '../fault.ts'
import { decode, encode } from './binary.ts'
import type { Dispatch } from './dispatch.ts'
import { shuttingDown } from './faults.ts'
import { statusOf } from './grpc-faults.ts'
import type { AnyPlain } from './message.ts'
import { travellingOf } from './metadata.ts'

type UnaryCall = ServerUnaryCall<Buffer, Buffer>
type StreamCall = ServerWritableStream<Buffer, Buffer>

/** Turns calls that arrive over gRPC into dispatched ones, bytes and faults included. */
export function createGrpcCalls(dispatch: Dispatch, clock: Clock) {
  const streams = new Set<AbortController>()
  let ending = false

  function callerOf(call: UnaryCall | StreamCall, signal: AbortSignal): Context {
    const remainingMs = Number(call.getDeadline()) - systemClock.now()
    return { ...travellingOf(call.metadata), deadline: clock.now() + remainingMs, signal }
  }

  function unary(method: DescMethodUnary) {
    return (call: UnaryCall, callback: sendUnaryData<Buffer>): void => {
      const gone = new AbortController()
      let answered = false
      // gRPC says this of every call that has ended, and an abort that nobody hears is not free.
      call.on('cancelled', () => answered || gone.abort())
      const fail = (thrown: unknown) => {
        answered = true
        callback(statusOf(faultOf(thrown)))
      }
      const give = (answer: AnyPlain) => {
        answered = true
        callback(null, bytesOf(method, answer))
      }
      try {
        const request = requestOf(method, call)
        dispatch.unary(method, request, callerOf(call, gone.signal)).then(give).catch(fail)
      } catch (thrown) {
        fail(thrown)
      }
    }
  }

  async function pump(
    method: DescMethodServerStreaming,
    call: StreamCall,
    signal: AbortSignal,
  ): Promise<void> {
    const items = dispatch.stream(method, requestOf(method, call), callerOf(call, signal))
    for await (const item of items) {
      if (!call.write(bytesOf(method, item))) await drained(call, signal)
    }
  }

  function stream(method: DescMethodServerStreaming) {
    return (call: StreamCall): void => {
      const gone = new AbortController()
      call.on('cancelled', () => gone.abort())
      streams.add(gone)
      pump(method, call, gone.signal)
        .then(() => call.end())
        .catch((thrown) => call.emit('error', statusOf(ending ? shuttingDown() : faultOf(thrown))))
        .finally(() => streams.delete(gone))
    }
  }

  function endStreams(): void {
    ending = true
    for (const gone of streams) gone.abort()
  }

  return { unary, stream, endStreams }
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
