import type { DescMessage } from '@bufbuild/protobuf'
import { currentContext } from '../context.ts'
import { faultOf } from '../fault.ts'
import { decode, encode } from './binary.ts'
import { createDispatch, type DispatchNeeds } from './dispatch.ts'
import { decodeFault, encodeFault } from './fault-codec.ts'
import type { AnyPlain } from './message.ts'
import type { Served, Transport } from './service.ts'

/**
 * `direct` with every message and fault turned into bytes and back: proves the wire format within one
 * process.
 */
export function codecTransport(served: () => readonly Served[], needs: DispatchNeeds): Transport {
  const dispatch = createDispatch(served, 'codec', needs)
  return {
    async unary(method, request) {
      try {
        const answer = await dispatch.unary(method, throughBytes(method.input, request), currentContext())
        return throughBytes(method.output, answer)
      } catch (thrown) {
        throw faultThroughBytes(thrown)
      }
    },
    stream(method, request) {
      const items = dispatch.stream(method, throughBytes(method.input, request), currentContext())
      return mapped(items, (item) => throughBytes(method.output, item))
    },
  }
}

function throughBytes(desc: DescMessage, message: AnyPlain): AnyPlain {
  return decode(desc, encode(desc, message))
}

function faultThroughBytes(thrown: unknown) {
  return decodeFault(encodeFault(faultOf(thrown))) ?? thrown
}

function mapped(
  items: AsyncIterable<AnyPlain>,
  change: (item: AnyPlain) => AnyPlain,
): AsyncIterable<AnyPlain> {
  return {
    [Symbol.asyncIterator]() {
      const source = items[Symbol.asyncIterator]()
      return {
        async next() {
          try {
            const step = await source.next()
            return step.done ? step : { done: false, value: change(step.value) }
          } catch (thrown) {
            throw faultThroughBytes(thrown)
          }
        },
        async return() {
          await source.return?.()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
