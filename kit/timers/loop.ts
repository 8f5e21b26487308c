import type { Clock } from '../clock.ts'
import { outsideContext, withContext } from '../context.ts'
import type { Log } from '../telemetry/log.ts'

/** Work that is done whenever something wakes it, never twice at once. */
export interface Loop {
  start(): void
  /** Does the work soon; during a run, once more after it. */
  wake(): void
  /** Wakes at an instant (ms), if that comes before the next sweep; anything later is the sweep's to find. */
  wakeAt(instant: number): void
  /** Ends all waking. Resolves once what was woken before has run. */
  stop(): Promise<void>
}

export interface LoopNeeds {
  readonly clock: Clock
  readonly log: Log
  /** The work is also done this often, whatever was missed. */
  readonly sweepMs: number
  readonly work: () => Promise<void>
}

/** A loop that sleeps until it is started; a failed run is logged and waits for the next sweep. */
export function createLoop(needs: LoopNeeds): Loop {
  const waking = new Waking(needs)
  return {
    start: () => waking.start(),
    wake: () => waking.wake(),
    wakeAt: (instant) => waking.wakeAt(instant),
    stop: () => waking.stop(),
  }
}

class Waking implements Loop {
  readonly #needs: LoopNeeds
  #isAwake = false
  #again = false
  #running: Promise<void> | undefined
  #cancelSweep: (() => void) | undefined
  #cancelAlarm: (() => void) | undefined
  #alarmAt = Number.POSITIVE_INFINITY

  constructor(needs: LoopNeeds) {
    this.#needs = needs
  }

  start(): void {
    this.#isAwake = true
    this.#sweep()
    this.wake()
  }

  /** Outside any context: whoever wakes the loop is a call with a deadline and a person of its own. */
  wake(): void {
    this.#again = true
    if (this.#isAwake && !this.#running) this.#running = withContext(outsideContext, () => this.#run())
  }

  wakeAt(instant: number): void {
    const { clock, sweepMs } = this.#needs
    const waitMs = instant - clock.now()
    if (!this.#isAwake || waitMs >= sweepMs || instant >= this.#alarmAt) return
    this.#silenceAlarm()
    this.#alarmAt = instant
    this.#cancelAlarm = clock.after(Math.max(0, waitMs), () => {
      this.#silenceAlarm()
      this.wake()
    })
  }

  async stop(): Promise<void> {
    this.#isAwake = false
    this.#cancelSweep?.()
    this.#silenceAlarm()
    await this.#running
  }

  /** A failed run waits for the sweep, which bounds how often a broken database is asked. */
  async #run(): Promise<void> {
    try {
      do {
        this.#again = false
        await this.#needs.work()
      } while (this.#again)
    } catch (error) {
      this.#needs.log.error('a sweep failed and is tried again', { error })
    } finally {
      this.#running = undefined
    }
  }

  #sweep(): void {
    const { clock, sweepMs } = this.#needs
    this.#cancelSweep = clock.after(sweepMs, () => {
      this.#sweep()
      this.wake()
    })
  }

  #silenceAlarm(): void {
    this.#cancelAlarm?.()
    this.#alarmAt = Number.POSITIVE_INFINITY
  }
}
