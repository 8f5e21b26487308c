import { type DescMethod, getOption, hasOption } from '@bufbuild/protobuf'
import { deadline_ms as deadlineOption } from '#contracts/gen/cangqiong/kit/v1/options_pb.js'
import type { Clock } from '../clock.ts'
import { type Context, outsideContext } from '../context.ts'
import type { Fault } from '../fault.ts'
import type { Deadlines } from './deadlines.ts'
import { cancelled, crossing, deadlineExceeded } from './faults.ts'
import type { Observe, ObservedCall, Outcome } from './observe.ts'

const limits = new WeakMap<DescMethod, number>()

/** The longest a call of this method may take, ms, as its contract declares; Infinity for streams. */
export function longestMs(method: DescMethod): number {
  let longest = limits.get(method)
  if (longest === undefined) {
    longest = hasOption(method, deadlineOption) ? getOption(method, deadlineOption) : Number.POSITIVE_INFINITY
    limits.set(method, longest)
  }
  return longest
}

/**
 * The caller's deadline, shrunk to what the contract allows. Throws where either leaves no time or the caller
 * has gone.
 */
export function deadlineOf(method: DescMethod, caller: Context, now: number): number {
  const deadline = Math.min(caller.deadline, now + longestMs(method))
  if (deadline <= now) throw deadlineExceeded()
  if (caller.signal.aborted) throw cancelled()
  return deadline
}

/** What every call served over one transport shares. */
export interface Around {
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly transport: ObservedCall['transport']
  readonly observe?: Observe | undefined
}

/** A call that is being served. */
export interface OpenCall {
  /** What its handler runs in. */
  readonly context: Context
  /** The handler has ended. Only the first of `close`, `cancel`, deadline and a leaving caller counts. */
  close(outcome: Outcome): void
  /** The handler's work is no longer wanted: its signal is aborted. */
  cancel(fault: Fault): void
}

/** Begins to serve a call; `stop` hears when the deadline passes or the caller goes before it is closed. */
export function openCall(
  method: DescMethod,
  caller: Context,
  around: Around,
  stop: (fault: Fault) => void,
): OpenCall {
  const deadline = deadlineOf(method, caller, around.clock.now())
  const controller = new AbortController()
  const context = enter(caller, deadline, controller.signal)
  const finish = around.observe?.(observed(method, 'server', around.transport))
  let open = true

  const close = (outcome: Outcome) => {
    if (!open) return
    open = false
    forget()
    stay()
    finish?.(outcome)
  }
  const cancel = (fault: Fault) => {
    if (!open) return
    close({ fault })
    controller.abort(crossing(fault))
    stop(fault)
  }
  const forget = around.deadlines.watch(deadline, () => cancel(deadlineExceeded()))
  const stay = onLeave(caller.signal, () => cancel(cancelled()))
  return { context, close, cancel }
}

/** Calls `leave` when the caller goes; the returned function forgets it. */
export function onLeave(caller: AbortSignal, leave: () => void): () => void {
  // Nobody stands behind the outside signal, and a crowd of listeners on it would slow every call.
  if (caller === outsideContext.signal) return stays
  caller.addEventListener('abort', leave)
  return () => caller.removeEventListener('abort', leave)
}

const stays = () => undefined

/** A fresh context: nothing but the named fields comes along. */
function enter(caller: Context, deadline: number, signal: AbortSignal): Context {
  const { traceId, spanId, sampled, by, sessionId } = caller
  return { deadline, signal, traceId, spanId, sampled, by, sessionId }
}

/** How observers and logs name the call. */
export function observed(
  method: DescMethod,
  side: ObservedCall['side'],
  transport: ObservedCall['transport'],
): ObservedCall {
  return { service: method.parent.typeName, method: method.name, side, transport }
}

/** `cangqiong.order.v1.OrderService/SubmitOrder`. */
export function pathOf(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`
}
