import type { DescMethod, DescMethodServerStreaming, DescMethodUnary, DescService } from '@bufbuild/protobuf'
import type { AnyPlain } from './message.ts'
import { completeAny } from './plain.ts'
import type { Client, Transport } from './service.ts'

/** A typed client: completes each request, so that a transport never sees the caller's own objects. */
export function clientOf<S extends DescService>(service: S, transport: Transport): Client<S> {
  const calls = service.methods.map((method) => [method.localName, callOf(method, transport)])
  return Object.freeze(Object.fromEntries(calls)) as Client<S>
}

function callOf(method: DescMethod, transport: Transport) {
  if (method.methodKind === 'unary') return unaryCall(method as DescMethodUnary, transport)
  if (method.methodKind === 'server_streaming')
    return streamCall(method as DescMethodServerStreaming, transport)
  throw new Error(`${method.name} streams its requests, which no transport of ours does`)
}

function unaryCall(method: DescMethodUnary, transport: Transport) {
  return (request: AnyPlain) => {
    try {
      return transport.unary(method, completeAny(method.input, request))
    } catch (thrown) {
      return Promise.reject(thrown)
    }
  }
}

function streamCall(method: DescMethodServerStreaming, transport: Transport) {
  return (request: AnyPlain) => transport.stream(method, completeAny(method.input, request))
}
