import { Fault } from '#kit/fault.ts'
import type { JobTools } from '#kit/jobs/jobs.ts'

/** What a job of the suite does. `seen` is shared: how many run now, and at most, and may they end. */
export type Deed =
  | { readonly do: 'answer'; readonly bytes: Uint8Array }
  | { readonly do: 'progress'; readonly steps: number }
  | { readonly do: 'hold'; readonly seen: SharedArrayBuffer }
  | { readonly do: 'linger' | 'spin' | 'exit' | 'refuse' | 'break' | 'crash' }

/** Places in `seen`. */
export const [now, most, open, begun] = [0, 1, 2, 3] as const

export async function run(deed: Deed, tools: JobTools): Promise<unknown> {
  switch (deed.do) {
    case 'answer':
      return { bytes: deed.bytes, length: deed.bytes.length }
    case 'progress':
      for (let step = 1; step <= deed.steps; step++) tools.progress(step / deed.steps)
      return deed.steps
    case 'hold':
      return hold(new Int32Array(deed.seen), tools.signal)
    case 'linger':
      return until(() => tools.signal.aborted)
    case 'spin':
      for (;;) Math.sqrt(2)
    case 'exit':
      return process.exit(3)
    case 'refuse':
      throw new Fault('precondition', 'SHOP_CLOSED', 'closed', { details: { until: '9' } })
    case 'break':
      throw new TypeError('a bug')
    case 'crash':
      setTimeout(() => {
        throw new Error('outside of the promise')
      })
      return until(() => false)
  }
}

async function hold(seen: Int32Array, signal: AbortSignal): Promise<string> {
  Atomics.add(seen, begun, 1)
  const running = Atomics.add(seen, now, 1) + 1
  if (running > Atomics.load(seen, most)) Atomics.store(seen, most, running)
  await until(() => signal.aborted || Atomics.load(seen, open) === 1)
  Atomics.sub(seen, now, 1)
  return 'held'
}

async function until(isIt: () => boolean): Promise<void> {
  while (!isIt()) await new Promise((resolve) => setTimeout(resolve, 2))
}
