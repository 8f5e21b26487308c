import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import { within } from './within.ts'

/** Something that starts and stops. Parts start in the order given, drain together, stop in reverse order. */
export interface Part {
  readonly name: string
  start?(): Promise<void>
  /** Whether it can do its work now. Asked by /readyz. */
  ready?(): Promise<boolean>
  /** Stops taking new work and finishes what it has; everything else still runs. */
  drain?(): Promise<void>
  stop?(): Promise<void>
}

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

export function createLifecycle({ clock, log, stopBoundMs = 8000 }: LifecycleNeeds): Lifecycle {
  const parts: Part[] = []
  const started: Part[] = []
  let starting: Promise<void> | undefined
  let stopping: Promise<readonly Error[]> | undefined
  let allStarted = false

  async function startAll(): Promise<void> {
    for (const part of parts) {
      if (stopping) throw new Error(`stopped before ${part.name} had started`)
      await part.start?.()
      started.push(part)
    }
    allStarted = true
  }

  /** A hanging step gets half of what is left, so that it never takes the time of all behind it. */
  async function attempt(verb: string, part: Part, work: () => Promise<void>, boundMs: number) {
    try {
      await within(clock, boundMs, work)
      return []
    } catch (cause) {
      const error = new Error(`${part.name} failed to ${verb}`, { cause })
      log.error(error.message, { error })
      return [error]
    }
  }

  async function stopAll(): Promise<readonly Error[]> {
    const endsAt = clock.now() + stopBoundMs
    const halfOfRest = () => Math.max(0, (endsAt - clock.now()) / 2)
    const startEnded = starting?.catch(() => undefined) ?? Promise.resolve()
    await within(clock, halfOfRest(), () => startEnded).catch(() => undefined)
    const drainMs = halfOfRest()
    const drains = started.map((part) => attempt('drain', part, async () => part.drain?.(), drainMs))
    const errors: Error[] = (await Promise.all(drains)).flat()
    for (const part of started.toReversed()) {
      errors.push(...(await attempt('stop', part, async () => part.stop?.(), halfOfRest())))
    }
    return errors
  }

  const isReady = (part: Part) =>
    within(clock, readyBoundMs, async () => (await part.ready?.()) ?? true).catch(() => false)

  const lifecycle: Lifecycle = {
    add(part) {
      if (starting || stopping) throw new Error(`${part.name} was added after the start`)
      parts.push(part)
    },
    async start() {
      starting ??= startAll()
      try {
        await starting
      } catch (error) {
        await lifecycle.stop()
        throw error
      }
    },
    async ready() {
      const answers = parts.map(async (part) => ({ name: part.name, ready: await isReady(part) }))
      const states = await Promise.all(answers)
      return { ok: allStarted && !stopping && states.every((state) => state.ready), parts: states }
    },
    stop: () => (stopping ??= stopAll()),
  }
  return lifecycle
}
