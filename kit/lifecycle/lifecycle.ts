import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Part } from './part.ts'
import { halvesUntil, settled, stopParts } from './stopping.ts'
import { within } from './within.ts'

/** What /readyz answers: `ok` once everything has started, every part can work and nothing is stopping. */
export interface Readiness {
  readonly ok: boolean
  readonly parts: readonly { readonly name: string; readonly ready: boolean }[]
}

/** Starts and stops the parts of one process. */
export interface Lifecycle {
  /** Adds a part behind those already there; only before `start`. */
  add(part: Part): void
  /** Starts in order. When one fails, what has started is stopped in reverse and the failure is thrown. */
  start(): Promise<void>
  ready(): Promise<Readiness>
  /**
   * Drains all, then stops in reverse within the bound; answers every error. Calling it again answers the
   * same.
   */
  stop(): Promise<readonly Error[]>
}

export interface LifecycleNeeds {
  readonly clock: Clock
  readonly log: Log
  /** The whole stop takes at most this long: 8 s unless told otherwise. */
  readonly stopBoundMs?: number
}

const readyBoundMs = 1000

/** The lifecycle of one process; nothing has started yet. */
export function createLifecycle({ clock, log, stopBoundMs = 8000 }: LifecycleNeeds): Lifecycle {
  const parts: Part[] = []
  const started: Part[] = []
  let starting: Promise<void> | undefined
  let stopping: Promise<readonly Error[]> | undefined
  let hasStarted = false

  async function startAll(): Promise<void> {
    for (const part of parts) {
      if (stopping) throw new Error(`stopped before ${part.name} had started`)
      await part.start?.()
      started.push(part)
    }
    hasStarted = true
  }

  async function stopAll(): Promise<readonly Error[]> {
    const halfOfRest = halvesUntil(clock, clock.now() + stopBoundMs)
    if (starting) await settled(starting, clock, halfOfRest())
    return stopParts(started, { clock, log, halfOfRest })
  }

  const stop = () => (stopping ??= stopAll())
  return {
    add(part) {
      if (starting || stopping) throw new Error(`${part.name} was added after the start`)
      parts.push(part)
    },
    async start() {
      starting ??= startAll()
      try {
        await starting
      } catch (error) {
        await stop()
        throw error
      }
    },
    async ready() {
      const states = await Promise.all(parts.map((part) => stateOf(part, clock)))
      return { ok: hasStarted && !stopping && states.every((state) => state.ready), parts: states }
    },
    stop,
  }
}

async function stateOf(part: Part, clock: Clock): Promise<{ name: string; ready: boolean }> {
  const asked = within(clock, readyBoundMs, async () => (await part.ready?.()) ?? true)
  return { name: part.name, ready: await asked.catch(() => false) }
}
