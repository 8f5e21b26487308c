import type { DescMethod, DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf'
import type { Clock } from '../clock.ts'
import { type Context, withContext } from '../context.ts'
import { Fault, faultOf } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import { span } from '../telemetry/trace.ts'
import { type OpenCall, openCall, pathOf } from './call.ts'
import { createDeadlines } from './deadlines.ts'
import { cancelled, crossing, unreachable } from './faults.ts'
import { type Haltable, haltable, leavable } from './halt.ts'
import { handlerIndex } from './handlers.ts'
import type { AnyPlain } from './message.ts'
import type { Observe, ObservedCall } from './observe.ts'
import { completeAny, deepFreeze } from './plain.ts'
import type { Served } from './service.ts'

export interface DispatchNeeds {
  readonly clock: Clock
  readonly log: Log
  readonly observe?: Observe | undefined
  /** Freezes what crosses, so that a change made by either side fails: for tests. */
  readonly freeze?: boolean | undefined
}

/**
 * Runs handlers on behalf of callers: the serving half of every transport. Requests come complete and
 * unshared; every rejection is a fault that is ready to cross.
 */
export interface Dispatch {
  unary(method: DescMethodUnary, request: AnyPlain, caller: Context): Promise<AnyPlain>
  stream(method: DescMethodServerStreaming, request: AnyPlain, caller: Context): AsyncIterable<AnyPlain>
}

export function createDispatch(
  served: () => readonly Served[],
  transport: ObservedCall['transport'],
  needs: DispatchNeeds,
): Dispatch {
  const handlerOf = handlerIndex(served)
  const around = { ...needs, transport, deadlines: createDeadlines(needs.clock) }
  const frozen = needs.freeze ? <T>(message: T) => deepFreeze(message) : <T>(message: T) => message

  /** A bug is logged here, in the process it happened in; its caller learns only that there was one. */
  function refusalOf(method: DescMethod, thrown: unknown): Fault {
    if (!(thrown instanceof Fault)) {
      needs.log.error('a handler failed', { rpc: pathOf(method), error: thrown })
    }
    return crossing(faultOf(thrown))
  }

  /** An answer its contract forbids is the handler's bug, not the caller's mistake. */
  function answerOf(method: DescMethod, answer: unknown): AnyPlain {
    try {
      return frozen(completeAny(method.output, answer))
    } catch (cause) {
      throw new Error('the answer does not fit its contract', { cause })
    }
  }

  function unary(method: DescMethodUnary, request: AnyPlain, caller: Context): Promise<AnyPlain> {
    return new Promise((resolve, reject) => {
      const call = openCall(method, caller, around, reject)
      const fail = (thrown: unknown) => {
        const fault = refusalOf(method, thrown)
        call.close({ fault })
        reject(fault)
      }
      const give = (answer: AnyPlain) => {
        try {
          resolve(answerOf(method, answer))
          call.close({})
        } catch (thrown) {
          fail(thrown)
        }
      }
      try {
        const handler = handlerOf.unary(method)
        if (handler === undefined) throw unreachable(false)
        withContext(
          call.context,
          traced(method, caller, () => handler(frozen(request))),
        ).then(give, fail)
      } catch (thrown) {
        fail(thrown)
      }
    })
  }

  async function* relay(method: DescMethod, source: Haltable<AnyPlain>, call: OpenCall) {
    try {
      for (let step = await source.next(); !step.done; step = await source.next()) {
        yield answerOf(method, step.value)
      }
      call.close({})
    } catch (thrown) {
      const fault = refusalOf(method, thrown)
      call.close({ fault })
      throw fault
    } finally {
      call.cancel(cancelled())
      source.leave()
    }
  }

  function stream(method: DescMethodServerStreaming, request: AnyPlain, caller: Context) {
    return leavable(() => {
      const handler = handlerOf.stream(method)
      if (handler === undefined) throw unreachable(false)
      const call = openCall(method, caller, around, (fault) => source.halt(fault))
      const enter = <T>(work: () => T) => withContext(call.context, work)
      const source: Haltable<AnyPlain> = haltable(() => handler(frozen(request)), enter)
      return { items: relay(method, source, call), halt: () => call.cancel(cancelled()) }
    })
  }

  return { unary, stream }
}

/** Spans are kept of sampled traces only, and everything else should not pay for them. */
function traced<T>(method: DescMethod, caller: Context, work: () => T): () => T {
  return caller.sampled ? () => span(pathOf(method), { 'rpc.system': 'cangqiong' }, work) : work
}
