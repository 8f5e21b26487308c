import {
  type Attributes,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { type Context, currentContext, withContext } from '../context.ts'
import { faultOf } from '../fault.ts'

/** Facts of a span, named as OpenTelemetry names them. */
export type SpanAttributes = Attributes

const traceparentForm = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/**
 * Runs `work` inside a span below the current one; the span ends when the work settles and keeps its fault.
 * Without a registered SDK, and in a trace that is not sampled, it only calls `work`.
 */
export function span<T>(name: string, attributes: SpanAttributes, work: () => T): T {
  const tracer = registeredTracer()
  const here = currentContext()
  if (!tracer || !here.sampled) return work()
  const parent = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: here.traceId,
    spanId: here.spanId,
    traceFlags: 1,
    isRemote: false,
  })
  const opened = tracer.startSpan(name, { attributes }, parent)
  return withContext({ spanId: opened.spanContext().spanId }, () => endWith(opened, work))
}

/** `00-<trace>-<span>-01`: how a context crosses a process, by W3C Trace Context. */
export function traceparentOf({ traceId, spanId, sampled }: Context): string {
  return `00-${traceId}-${spanId}-0${sampled ? 1 : 0}`
}

/** What a traceparent says; undefined where it is malformed. */
export function readTraceparent(text: string): Pick<Context, 'traceId' | 'spanId' | 'sampled'> | undefined {
  const [, traceId, spanId, flags] = traceparentForm.exec(text) ?? []
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** The API's own tracer also works without an SDK, but costs an object and a context per span. */
function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider()
  if (provider instanceof ProxyTracerProvider) return provider.getDelegateTracer('cangqiong')
  return provider.getTracer('cangqiong')
}

function endWith<T>(opened: Span, work: () => T): T {
  try {
    const result = work()
    if (result instanceof Promise) {
      result.then(
        () => opened.end(),
        (error) => endFailed(opened, error),
      )
      return result
    }
    opened.end()
    return result
  } catch (error) {
    endFailed(opened, error)
    throw error
  }
}

function endFailed(opened: Span, error: unknown): void {
  const { kind, reason } = faultOf(error)
  opened.setAttributes({ 'fault.kind': kind, 'fault.reason': reason })
  opened.setStatus({ code: SpanStatusCode.ERROR, message: reason })
  opened.end()
}
