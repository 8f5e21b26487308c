import type { DescMethodServerStreaming, DescMethodUnary, DescService } from '@bufbuild/protobuf'
import type { AnyPlain, InitOf, PlainOf } from './message.ts'

/** What a service implements: one function per rpc. The calling context is `currentContext()`. */
export type Handlers<S extends DescService> = {
  readonly [K in keyof S['method']]: S['method'][K] extends DescMethodUnary<infer I, infer O>
    ? (request: PlainOf<I>) => Promise<InitOf<O>>
    : S['method'][K] extends DescMethodServerStreaming<infer I, infer O>
      ? (request: PlainOf<I>) => AsyncIterable<InitOf<O>>
      : never
}

/**
 * What a caller has: one function per rpc. Deadline, cancellation, trace and person come from the context.
 */
export type Client<S extends DescService> = {
  readonly [K in keyof S['method']]: S['method'][K] extends DescMethodUnary<infer I, infer O>
    ? (request: InitOf<I>) => Promise<PlainOf<O>>
    : S['method'][K] extends DescMethodServerStreaming<infer I, infer O>
      ? (request: InitOf<I>) => AsyncIterable<PlainOf<O>>
      : never
}

/** An implemented service, ready to be reached by any transport. */
export interface Served {
  readonly service: DescService
  readonly handlers: Readonly<
    Record<string, (request: AnyPlain) => Promise<AnyPlain> | AsyncIterable<AnyPlain>>
  >
}

/** Checks at compile time that every rpc of the contract has a handler of its types. */
export function serve<S extends DescService>(service: S, handlers: Handlers<S>): Served {
  return { service, handlers: handlers as unknown as Served['handlers'] }
}

/** How calls reach a service. Implementations: direct, codec (direct through the wire format), grpc. */
export interface Transport {
  unary(method: DescMethodUnary, request: AnyPlain): Promise<AnyPlain>
  stream(method: DescMethodServerStreaming, request: AnyPlain): AsyncIterable<AnyPlain>
}
