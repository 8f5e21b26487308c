import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { within } from '../lifecycle/within.ts'
import { createJob, type Job, tooLate, type Work } from './job.ts'
import type { JobKind, JobOptions, Jobs } from './jobs.ts'
import { measured, noteDepth } from './measures.ts'

/** Does the work; settles when its place is free again, which after an abort may be later than the abort. */
export type Execute = (work: Work) => Promise<unknown>

/** Jobs that end before their process does. */
export interface DrainingJobs extends Jobs {
  /** Waits a while until there is nothing to do; whoever still answers calls may still ask for more. */
  drain(): Promise<void>
  /** Refuses what waits and what comes. */
  stop(): Promise<void>
}

export interface QueueLimits {
  /** Jobs that run at once: 2 unless told otherwise. */
  readonly concurrentMax?: number
  /** Jobs that wait for their turn, at most: 64 unless told otherwise. */
  readonly waitingMax?: number
  /** How long a drain waits: 3 s unless told otherwise. */
  readonly drainMs?: number
}

interface QueueNeeds extends QueueLimits {
  readonly clock: Clock
  readonly execute: Execute
}

/** The jobs of one process: whoever asks first is served first, wherever `execute` does the work. */
export function createQueue(needs: QueueNeeds): DrainingJobs {
  return new Queue(needs)
}

const defaults = { concurrentMax: 2, waitingMax: 64, drainMs: 3000 }

class Queue implements DrainingJobs {
  readonly #needs: QueueNeeds & typeof defaults
  readonly #waiting = new Set<Job>()
  readonly #running = new Map<Job, Promise<void>>()
  readonly #estimate: Estimate
  #isStopped = false

  constructor(given: QueueNeeds) {
    this.#needs = { ...defaults, ...given }
    this.#estimate = createEstimate(this.#needs.concurrentMax)
  }

  requireRoom(): void {
    const { concurrentMax, waitingMax } = this.#needs
    if (this.#isStopped) throw shuttingDown()
    const isFull = this.#running.size >= concurrentMax && this.#waiting.size >= waitingMax
    if (isFull) throw full(this.#estimate.secondsFor(this.#waiting.size))
  }

  async run<Input, Output>(
    kind: JobKind<Input, Output>,
    input: Input,
    options: JobOptions = {},
  ): Promise<Output> {
    this.requireRoom()
    const { clock } = this.#needs
    const { job, result } = createJob({ clock, kind, input, options })
    this.#enter(job)
    return (await measured(kind.name, clock, result)) as Output
  }

  async drain(): Promise<void> {
    const { clock, drainMs } = this.#needs
    await within(clock, drainMs, async () => {
      while (this.#running.size > 0) await Promise.all(this.#running.values())
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const job of this.#waiting) job.fail(shuttingDown())
  }

  #enter(job: Job): void {
    const { signal } = job.work
    if (signal.aborted) return
    this.#waiting.add(job)
    signal.addEventListener('abort', () => this.#leave(job), { once: true })
    this.#takeTurns()
  }

  #leave(job: Job): void {
    if (this.#waiting.delete(job)) noteDepth(this.#waiting.size, this.#running.size)
  }

  #takeTurns(): void {
    for (const job of this.#waiting) {
      if (this.#running.size >= this.#needs.concurrentMax) break
      this.#waiting.delete(job)
      this.#running.set(job, this.#serve(job))
    }
    noteDepth(this.#waiting.size, this.#running.size)
  }

  async #serve(job: Job): Promise<void> {
    const { clock, execute } = this.#needs
    const begunAt = clock.now()
    const cancel = clock.after(job.deadlineMs, () => job.fail(tooLate()))
    try {
      job.answer(await execute(job.work))
    } catch (error) {
      job.fail(error)
    } finally {
      cancel()
      this.#estimate.note(clock.now() - begunAt)
      this.#running.delete(job)
      this.#takeTurns()
    }
  }
}

interface Estimate {
  note(tookMs: number): void
  /** How long so many waiting may take. */
  secondsFor(waiting: number): number
}

const secondsMax = 60

/** Follows how long jobs took of late. */
function createEstimate(concurrentMax: number): Estimate {
  let typicalMs = 1000
  return {
    note(tookMs) {
      typicalMs += (tookMs - typicalMs) / 8
    },
    secondsFor(waiting) {
      const seconds = Math.ceil((waiting * typicalMs) / concurrentMax / 1000)
      return Math.min(secondsMax, Math.max(1, seconds))
    },
  }
}

function full(seconds: number): Fault {
  const details = { retryAfterSeconds: String(seconds) }
  return new Fault('unavailable', 'JOBS_FULL', 'too many jobs are waiting', { details, unknown: false })
}

function shuttingDown(): Fault {
  return new Fault('unavailable', 'SHUTTING_DOWN', 'no job is begun any more', { unknown: false })
}
