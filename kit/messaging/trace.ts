import { type Context, outsideContext } from '../context.ts'

const form = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** The trace a traceparent (W3C) names; none where the text is not one. */
export function traceOf(traceparent: string): Pick<Context, 'traceId' | 'spanId' | 'sampled'> {
  const [, traceId, spanId, flags = '00'] = form.exec(traceparent) ?? []
  if (traceId === undefined || spanId === undefined) {
    return { traceId: outsideContext.traceId, spanId: outsideContext.spanId, sampled: false }
  }
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}
