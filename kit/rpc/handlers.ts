import type { DescMethod } from '@bufbuild/protobuf'
import type { AnyPlain } from './message.ts'
import type { Served } from './service.ts'

type Unary = (request: AnyPlain) => Promise<AnyPlain>
type Streaming = (request: AnyPlain) => AsyncIterable<AnyPlain>

/** Finds a method's handler among what is served now; what is served may still grow. */
export function handlerIndex(served: () => readonly Served[]) {
  let indexed: readonly Served[] = []
  let indexedCount = 0
  const handlers = new Map<DescMethod, Unary | Streaming>()

  function find(method: DescMethod): Unary | Streaming | undefined {
    const current = served()
    if (current !== indexed || current.length !== indexedCount) {
      indexed = current
      indexedCount = current.length
      handlers.clear()
      for (const entry of current) index(entry)
    }
    return handlers.get(method)
  }

  function index({ service, handlers: byName }: Served): void {
    for (const method of service.methods) {
      const handler = byName[method.localName]
      if (handler !== undefined) handlers.set(method, handler as Unary | Streaming)
    }
  }

  return {
    unary: (method: DescMethod) => find(method) as Unary | undefined,
    stream: (method: DescMethod) => find(method) as Streaming | undefined,
  }
}
