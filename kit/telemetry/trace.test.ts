import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { type Attributes, type Context, type Span, type Tracer, trace } from '@opentelemetry/api'
import { currentContext, outsideContext, withContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { readTraceparent, span, traceparentOf } from './trace.ts'

interface Kept {
  readonly name: string
  readonly parent: string | undefined
  readonly attributes: Attributes
  ended: boolean
}

/** Registers a tracer that keeps what it is given; answers the spans. */
function registerTracer(): Kept[] {
  const spans: Kept[] = []
  const startSpan = (name: string, options: { attributes?: Attributes }, parent: Context): Span => {
    const attributes: Attributes = { ...options.attributes }
    const kept = { name, parent: trace.getSpanContext(parent)?.spanId, attributes, ended: false }
    const spanId = String(spans.push(kept)).padStart(16, '0')
    return {
      spanContext: () => ({ traceId: sampled.traceId, spanId, traceFlags: 1 }),
      setAttributes: (more: Attributes) => Object.assign(attributes, more),
      setStatus: () => undefined,
      end: () => {
        kept.ended = true
      },
    } as unknown as Span
  }
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) as unknown as Tracer })
  return spans
}

const sampled = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true }

afterEach(() => trace.disable())

test('without an SDK a span is only its work', () => {
  const seen = withContext(sampled, () => span('rpc', {}, () => currentContext().spanId))
  assert.equal(seen, sampled.spanId)
})

test('a trace that is not sampled makes no spans', () => {
  const spans = registerTracer()
  withContext({ ...sampled, sampled: false }, () => span('rpc', {}, () => undefined))
  assert.equal(spans.length, 0)
})

test('spans nest by the context alone, across waits', async () => {
  const spans = registerTracer()
  await withContext(sampled, () =>
    span('outer', { 'rpc.method': 'Submit' }, async () => {
      await new Promise(setImmediate)
      span('inner', {}, () => undefined)
    }),
  )
  assert.deepEqual(
    spans.map(({ name, parent }) => [name, parent]),
    [
      ['outer', sampled.spanId],
      ['inner', '1'.padStart(16, '0')],
    ],
  )
  assert.deepEqual(spans[0]?.attributes, { 'rpc.method': 'Submit' })
})

test('a span ends when its work settles, and keeps the fault of work that failed', async () => {
  const spans = registerTracer()
  const gate = Promise.withResolvers<void>()
  const work = withContext(sampled, () => span('rpc', {}, () => gate.promise))
  assert.equal(spans[0]?.ended, false)
  gate.reject(new Fault('conflict', 'ORDER_BUSY', 'busy'))
  await assert.rejects(work, { reason: 'ORDER_BUSY' })
  assert.equal(spans[0]?.ended, true)
  assert.deepEqual(spans[0]?.attributes, { 'fault.kind': 'conflict', 'fault.reason': 'ORDER_BUSY' })
  const throwing = () =>
    span('sync', {}, () => {
      throw new Error('bug')
    })
  assert.throws(() => withContext(sampled, throwing), /bug/)
  assert.equal(spans[1]?.ended, true)
})

test('a context crosses a process as traceparent and back', () => {
  const text = traceparentOf({ ...outsideContext, ...sampled })
  assert.equal(text, `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`)
  assert.deepEqual(readTraceparent(text), sampled)
  assert.equal(readTraceparent(text.replace(/01$/, '00'))?.sampled, false)
})

test('a malformed traceparent is nothing', () => {
  const zeros = traceparentOf(outsideContext)
  for (const text of ['', 'x', zeros, `00-${'A'.repeat(32)}-${'b'.repeat(16)}-01`, `01${zeros.slice(2)}`]) {
    assert.equal(readTraceparent(text), undefined, text)
  }
})
