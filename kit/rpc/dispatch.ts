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

/** `served` may still grow after this; a method that nobody serves answers UNREACHABLE. */
export function createDispatch(
  served: () => readonly Served[],
  transport: ObservedCall['transport'],
  needs: DispatchNeeds,
): Dispatch {
  const handlerOf = handlerIndex(served)
  const around = { ...needs, transport, deadlines: createDeadlines(needs.clock) }
  const frozen = needs.freeze ? <T>(message: T) => deepFreeze(message) : <T>(message: T) => message

  function unary(method: DescMethodUnary, request: AnyPlain, caller: Context): Promise<AnyPlain> {
    return new Promise((resolve, reject) => {
      const call = openCall(method, caller, around, reject)
      const { give, fail } = settling(call, {
        give: (answer) => resolve(frozen(answerOf(method, answer))),
        refuse: (thrown) => refusalOf(method, thrown, needs.log),
        reject,
      })
      try {
        const handler = handlerOf.unary(method)
        if (handler === undefined) throw unreachable(false)
        const work = () => handler(frozen(request))
        withContext(call.context, caller.sampled ? traced(method, work) : work).then(give, fail)
      } catch (thrown) {
        fail(thrown)
      }
    })
  }

  function stream(method: DescMethodServerStreaming, request: AnyPlain, caller: Context) {
    return leavable(() => {
      const handler = handlerOf.stream(method)
      if (handler === undefined) throw unreachable(false)
      const call = openCall(method, caller, around, (fault) => source.halt(fault))
      const enter = <T>(work: () => T) => withContext(call.context, work)
      const source: Haltable<AnyPlain> = haltable(() => handler(frozen(request)), enter)
      const items = relay(call, source, {
        give: (item) => frozen(answerOf(method, item)),
        refuse: (thrown) => refusalOf(method, thrown, needs.log),
      })
      return { items, halt: () => call.cancel(cancelled()) }
    })
  }

  return { unary, stream }
}

interface Settling {
  give(answer: AnyPlain): void
  refuse(thrown: unknown): Fault
  reject(fault: Fault): void
}

/** Ends a unary call by what its handler answers or throws; an answer that does not fit fails it, too. */
function settling(call: OpenCall, { give, refuse, reject }: Settling) {
  const fail = (thrown: unknown) => {
    const fault = refuse(thrown)
    call.close({ fault })
    reject(fault)
  }
  return {
    fail,
    give(answer: AnyPlain) {
      try {
        give(answer)
        call.close({})
      } catch (thrown) {
        fail(thrown)
      }
    },
  }
}

interface Relay {
  give(item: AnyPlain): AnyPlain
  refuse(thrown: unknown): Fault
}

/** Hands on what the handler yields until either side ends it. */
async function* relay(call: OpenCall, source: Haltable<AnyPlain>, { give, refuse }: Relay) {
  try {
    for (let step = await source.next(); !step.done; step = await source.next()) yield give(step.value)
    call.close({})
  } catch (thrown) {
    const fault = refuse(thrown)
    call.close({ fault })
    throw fault
  } finally {
    call.cancel(cancelled())
    source.leave()
  }
}

/** A bug is logged here, in the process it happened in; its caller learns only that there was one. */
function refusalOf(method: DescMethod, thrown: unknown, log: Log): Fault {
  if (!(thrown instanceof Fault)) log.error('a handler failed', { rpc: pathOf(method), error: thrown })
  return crossing(faultOf(thrown))
}

/** An answer its contract forbids is the handler's bug, not the caller's mistake. */
function answerOf(method: DescMethod, answer: unknown): AnyPlain {
  try {
    return completeAny(method.output, answer)
  } catch (cause) {
    throw new Error('the answer does not fit its contract', { cause })
  }
}

/** The same work in a span of its own; only for sampled traces, because nothing else should pay for it. */
function traced<T>(method: DescMethod, work: () => T): () => T {
  return () => span(pathOf(method), { 'rpc.system': 'cangqiong' }, work)
}
