import type { SessionKeeper } from './session.ts'

/** What has happened, as the stream tells it. */
export interface Told {
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly payload: Readonly<Record<string, unknown>>
}

export interface LiveOptions {
  readonly session: SessionKeeper
  /** Each event once, in order, without gaps across breaks. */
  readonly hear: (told: Told) => void
  /** Whether events come at once at the moment. */
  readonly onState: (isLive: boolean) => void
}

const firstWaitMs = 500
/** Whoever is back is up to date within two seconds. */
const longestWaitMs = 1500
/** The server beats every 15 s; a line this quiet is dead though nobody said so. */
const quietMs = 40_000

/** Follows the stream of whoever is logged in until told to stop; what a break has missed is heard first. */
export function follow({ session, hear, onState }: LiveOptions): () => void {
  const ending = new AbortController()
  let last: number | undefined
  let waitMs = firstWaitMs

  async function readOn(token: string): Promise<void> {
    const silence = new AbortController()
    const signal = AbortSignal.any([ending.signal, silence.signal])
    const authorization = `Bearer ${token}`
    // Begun behind what is known to be there, so that a break before the first event leaves no gap either.
    last ??= await newestOf(authorization, signal)
    const headers = { authorization, 'last-event-id': `${last}` }
    // A line that is cut may look alive for minutes; the device knows better.
    globalThis.addEventListener('offline', () => silence.abort(), { signal })
    const response = await fetch('/v1/stream', { headers, signal })
    if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
    onState(true)
    waitMs = firstWaitMs
    let watch = setTimeout(() => silence.abort(), quietMs)
    for await (const block of blocksOf(response.body)) {
      clearTimeout(watch)
      watch = setTimeout(() => silence.abort(), quietMs)
      const told = toldIn(block)
      if (told === null || (last !== undefined && told.seq <= last)) continue
      last = told.seq
      hear(told)
    }
    clearTimeout(watch)
  }

  async function goOn(): Promise<void> {
    while (!ending.signal.aborted) {
      const token = await session.token().catch(() => undefined)
      if (token !== undefined) await readOn(token).catch(() => undefined)
      onState(false)
      await pause(waitMs, ending.signal)
      waitMs = Math.min(waitMs * 2, longestWaitMs)
    }
  }

  void goOn()
  return () => ending.abort()
}

async function newestOf(authorization: string, signal: AbortSignal): Promise<number> {
  const response = await fetch('/v1/notifications?limit=1', { headers: { authorization }, signal })
  if (!response.ok) throw new Error(`the notifications answered ${response.status}`)
  return (await response.json()).lastSeq
}

/** Ends early when the network is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      globalThis.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    globalThis.addEventListener('online', done)
    signal.addEventListener('abort', done, { once: true })
  })
}

async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    yield* blocks
  }
}

/** The event in a block of a stream; null where it is a heartbeat. */
export function toldIn(block: string): Told | null {
  const data = block
    .split('\n')
    .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []))
  return data.length === 0 ? null : JSON.parse(data.join('\n'))
}
