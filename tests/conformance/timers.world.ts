import { manualClock } from '#kit/clock.ts'
import { seededRandom } from '#kit/random.ts'
import type { KitTables, Storage } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import { createTimers, type Timers, type TimersNeeds } from '#kit/timers/runner.ts'
import { clearTimer, setTimer, type Timer, type TimerHandler } from '#kit/timers/timers.ts'

/** Opens the same database each time. */
export type Open = () => Promise<Storage<KitTables>>

export const start = 1_700_000_000_000

export async function createWorld(open: Open, log: Log = silentLog) {
  const clock = manualClock(start)
  const runners: Timers[] = []
  let storage = await open()

  return {
    clock,
    async run(handlers: Record<string, TimerHandler>, more: Partial<TimersNeeds<KitTables>> = {}) {
      const runner = createTimers({ storage, handlers, clock, log, random: seededRandom(3), ...more })
      runners.push(runner)
      await runner.start?.()
      return runner
    },
    set: (timer: Timer) => storage.tx('set', (tx) => setTimer(tx, timer)),
    clear: (kind: string, ref: string) => storage.tx('clear', (tx) => clearTimer(tx, kind, ref)),
    rows: () => storage.read('rows', (db) => db.selectFrom('timer').selectAll().orderBy('ref').execute()),
    async stop() {
      for (const runner of runners.splice(0)) await runner.stop?.()
    },
    async restart() {
      await this.stop()
      await storage.stop()
      storage = await open()
    },
    async close() {
      await this.stop()
      await storage.stop()
    },
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>
