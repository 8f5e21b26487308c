import type { Clock } from '../clock.ts'
import type { Part } from '../lifecycle/part.ts'
import { within } from '../lifecycle/within.ts'
import type { Random } from '../random.ts'
import type { Storage } from '../storage/storage.ts'
import type { Log } from '../telemetry/log.ts'
import { longestBackOffMs } from './back-off.ts'
import { createFiring, type Fire } from './firing.ts'
import { createLoop, type Loop } from './loop.ts'
import { createTimerRows, type TimerRow, type TimerRows } from './rows.ts'
import type { TimerHandler } from './timers.ts'

export interface TimersNeeds<Tables> {
  readonly storage: Storage<Tables>
  /** What to do, by kind. Timers of other kinds are warned of and left. */
  readonly handlers: Readonly<Record<string, TimerHandler>>
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
  /** Who acts when a timer fires; `system:timers` unless told otherwise. */
  readonly name?: string
  /** Runs at the same time, at most: 32 unless told otherwise. */
  readonly maxConcurrent?: number
  /** How often due timers are looked for when nothing wakes the runner: 1 s unless told otherwise. */
  readonly sweepMs?: number
  /** How long a run may take before it counts as failed: 30 s unless told otherwise. */
  readonly deadlineMs?: number
  /** How long `drain` waits for what is running: 3 s unless told otherwise. */
  readonly drainMs?: number
  /** True where other processes share the database, so that claims found at the start may be theirs. */
  readonly shared?: boolean
}

/** What fires a service's timers. */
export interface Timers extends Part {
  /** How many are running now. */
  running(): number
}

/**
 * Fires what is due. A timer is claimed before it runs, by moving it behind the deadline of the run: nobody
 * else runs it meanwhile, it comes back by itself after a crash, and if it is set again during the run, that
 * is seen and it stays. A run that outlasts its deadline counts as failed though it may go on, so handlers
 * bear a second run beside the first.
 */
export function createTimers<Tables>(needs: TimersNeeds<Tables>): Timers {
  return new Runner(needs)
}

const defaults = {
  name: 'timers',
  maxConcurrent: 32,
  sweepMs: 1000,
  deadlineMs: 30_000,
  drainMs: 3000,
  shared: false,
}

/**
 * How long a claim outlasts its run, and by how much claims differ by chance: clocks of processes are not
 * alike.
 */
const graceMs = 5000
const spreadMs = 5000
const strangersEveryMs = 60_000

class Runner<Tables> implements Timers {
  readonly name: string
  readonly #needs: TimersNeeds<Tables> & typeof defaults
  readonly #kinds: readonly string[]
  readonly #rows: TimerRows
  readonly #fire: Fire
  readonly #loop: Loop
  readonly #running = new Map<string, Promise<void>>()
  /** Whether the last look left something due for when a run ends. */
  #moreAreDue = false
  #strangersAt = 0
  #stopHearing: (() => void) | undefined

  constructor(given: TimersNeeds<Tables>) {
    const needs = { ...defaults, ...given }
    this.name = needs.name === defaults.name ? needs.name : `${needs.name} timers`
    this.#needs = needs
    this.#kinds = Object.keys(needs.handlers)
    this.#rows = createTimerRows(needs.storage)
    this.#fire = createFiring({ ...needs, rows: this.#rows })
    this.#loop = createLoop({ ...needs, work: () => this.#look() })
  }

  running(): number {
    return this.#running.size
  }

  async start(): Promise<void> {
    const { shared, storage, clock, deadlineMs } = this.#needs
    const now = clock.now()
    const longestMs = Math.max(longestBackOffMs, deadlineMs + graceMs + spreadMs)
    if (!shared) await this.#rows.release(now, now + longestMs)
    this.#stopHearing = storage.onSignal('timer', this.#loop.wake)
    this.#loop.start()
  }

  /** Fires no more and waits for those that run. */
  async drain(): Promise<void> {
    await this.stop()
    const { clock, drainMs } = this.#needs
    await within(clock, drainMs, () => Promise.all(this.#running.values()))
  }

  async stop(): Promise<void> {
    this.#stopHearing?.()
    await this.#loop.stop()
  }

  async #look(): Promise<void> {
    await this.#warnOfStrangers()
    if (this.#kinds.length === 0) return
    const { maxConcurrent, clock, sweepMs } = this.#needs
    // What falls due later than the next sweep is the sweep's to find: most timers are set for far away.
    const until = clock.now() + sweepMs
    const earliest = await this.#rows.earliest(this.#kinds, until, maxConcurrent + 1)
    const now = clock.now()
    const due = earliest.filter((row) => row.due_at <= now)
    const next = earliest[due.length]
    if (next) this.#loop.wakeAt(next.due_at)
    const idle = due.filter((row) => !this.#running.has(keyOf(row)))
    const fit = idle.slice(0, maxConcurrent - this.#running.size)
    this.#moreAreDue = fit.length < due.length
    if (fit.length > 0) await this.#claimAndFire(fit)
  }

  async #claimAndFire(due: readonly TimerRow[]): Promise<void> {
    const { clock, deadlineMs, random } = this.#needs
    const leaseUntil = clock.now() + deadlineMs + graceMs + random.below(spreadMs)
    for (const row of await this.#rows.claim(due, leaseUntil)) {
      this.#running.set(
        keyOf(row),
        this.#fire(row).finally(() => this.#end(row)),
      )
    }
  }

  #end(row: TimerRow): void {
    this.#running.delete(keyOf(row))
    if (this.#moreAreDue) this.#loop.wake()
  }

  /** A kind without a handler is a row of a newer or older version: not ours to judge. */
  async #warnOfStrangers(): Promise<void> {
    const { clock, log } = this.#needs
    const now = clock.now()
    if (now < this.#strangersAt) return
    this.#strangersAt = now + strangersEveryMs
    const kinds = await this.#rows.strangeKinds(this.#kinds, now)
    if (kinds.length > 0) log.warn('timers are due that nobody here handles', { kinds })
  }
}

function keyOf({ kind, ref }: TimerRow): string {
  return `${kind}\0${ref}`
}
