import { currentContext } from '../context.ts'
import { createDispatch, type DispatchNeeds } from './dispatch.ts'
import type { Served, Transport } from './service.ts'

/**
 * Calls within one process, without bytes. A handler gets a context of its own, an unshared request and at
 * most the caller's remaining time; its caller gets an unshared answer or a re-created fault.
 */
export function directTransport(served: () => readonly Served[], needs: DispatchNeeds): Transport {
  const dispatch = createDispatch(served, 'direct', needs)
  return {
    unary: (method, request) => dispatch.unary(method, request, currentContext()),
    stream: (method, request) => dispatch.stream(method, request, currentContext()),
  }
}
