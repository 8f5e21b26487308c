import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'

/** One server-sent event. */
export interface ServerEvent {
  /** What the client sends back as Last-Event-ID after a break. */
  readonly id?: string
  readonly event?: string
  /** Any text; each of its lines becomes a data line. */
  readonly data: string
}

export interface EventStreamOptions {
  readonly source: AsyncIterable<ServerEvent>
  /** Asked every second; the stream ends once it is false or fails. */
  readonly stillAllowed: () => Promise<boolean>
}

/** A reply that goes on: the next event is taken only when the client has taken the last. */
export interface EventStream {
  /** Writes until the source ends, the signal aborts or the client stops reading; ends the response. */
  pump(response: ServerResponse, needs: PumpNeeds): Promise<void>
}

export interface PumpNeeds {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly heartbeatMs: number
}

/** Headers of a stream; the last keeps proxies from gathering events. */
export const eventStreamHeaders = { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' } as const

/** How long a client waits before it comes back. */
const retryMs = 1000

/** Call it inside the handler: the source runs in the context of that moment. */
export function eventStream(options: EventStreamOptions): EventStream {
  const inContext = AsyncLocalStorage.snapshot()
  return { pump: (response, needs) => inContext(() => pump(options, response, needs)) }
}

/** Tells a body that goes on from one that is there. */
export function isEventStream(body: object): body is EventStream {
  return 'pump' in body
}

async function pump(options: EventStreamOptions, response: ServerResponse, needs: PumpNeeds): Promise<void> {
  const ending = new AbortController()
  const signal = AbortSignal.any([needs.signal, ending.signal])
  const stopBeating = beat(options, response, needs, () => ending.abort())
  const events = options.source[Symbol.asyncIterator]()
  response.write(`retry: ${retryMs}\n\n`)
  try {
    for (;;) {
      const next = await orAborted(events.next(), signal)
      if (next === undefined || next.done) return
      response.write(textOf(next.value))
      if (response.writableNeedDrain) await orAborted(once(response, 'drain', { signal }), signal)
    }
  } finally {
    stopBeating()
    // What a reader never took cannot be flushed.
    if (response.writableNeedDrain) response.destroy()
    // Not awaited: a source that waits for its next event returns only after it.
    events.return?.().catch(() => undefined)
    response.end()
  }
}

/** How often it is asked whether the client may still listen: an ended session ends its streams as soon. */
const askMs = 1000

/** Writes a comment at every beat, so that proxies keep the line; ends a stream nobody reads or may read. */
function beat(options: EventStreamOptions, response: ServerResponse, needs: PumpNeeds, end: () => void) {
  let wasStuck = false

  function onBeat(): void {
    const isStuck = response.writableNeedDrain
    if (isStuck && wasStuck) end()
    else if (!isStuck) response.write(': still here\n\n')
    wasStuck = isStuck
  }
  function ask(): void {
    options.stillAllowed().then((allowed) => allowed || end(), end)
  }
  const stops = [every(needs, needs.heartbeatMs, onBeat), every(needs, askMs, ask)]
  return () => {
    for (const stop of stops) stop()
  }
}

function every({ clock }: PumpNeeds, ms: number, work: () => void): () => void {
  const again = () => {
    cancel = clock.after(ms, again)
    work()
  }
  let cancel = clock.after(ms, again)
  return () => cancel()
}

function textOf({ id, event, data }: ServerEvent): string {
  const fields = [
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ]
  return `${fields.join('\n')}\n\n`
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]/g, ' ')
}

/** The work's result, or undefined as soon as the signal aborts. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(undefined)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
