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

export function createLoop({ clock, log, sweepMs, work }: LoopNeeds): Loop {
  let awake = false
  let again = false
  let running: Promise<void> | undefined
  let cancelSweep: (() => void) | undefined
  let cancelAlarm: (() => void) | undefined
  let alarmAt = Number.POSITIVE_INFINITY

  /** A failed run waits for the sweep, which bounds how often a broken database is asked. */
  async function run(): Promise<void> {
    try {
      do {
        again = false
        await work()
      } while (again)
    } catch (error) {
      log.error('a sweep failed and is tried again', { error })
    } finally {
      running = undefined
    }
  }

  /**
   * Outside any context, because whoever wakes the loop is a call with a deadline and a person of its own.
   */
  function wake(): void {
    again = true
    if (awake && !running) running = withContext(outsideContext, run)
  }

  function silenceAlarm(): void {
    cancelAlarm?.()
    alarmAt = Number.POSITIVE_INFINITY
  }

  function sweep(): void {
    cancelSweep = clock.after(sweepMs, () => {
      sweep()
      wake()
    })
  }

  return {
    wake,
    start() {
      awake = true
      sweep()
      wake()
    },
    wakeAt(instant) {
      const waitMs = instant - clock.now()
      if (!awake || waitMs >= sweepMs || instant >= alarmAt) return
      silenceAlarm()
      alarmAt = instant
      cancelAlarm = clock.after(Math.max(0, waitMs), () => {
        silenceAlarm()
        wake()
      })
    },
    async stop() {
      awake = false
      cancelSweep?.()
      silenceAlarm()
      await running
    },
  }
}
