import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a generator of load has seen. */
export interface Report {
  readonly seconds: number
  /** Of what was answered as the story expects, by kind. */
  readonly latenciesMs: Readonly<Record<string, readonly number[]>>
  /** Everything else: `submit 503 UNAVAILABLE` → how often. */
  readonly errors: Readonly<Record<string, number>>
  /** The generator's own processor time. */
  readonly cpuMicros: number
  /** By how much its timers came late: where this is long, the latencies are partly its own. */
  readonly lagP99Ms: number
}

export interface Tally {
  answered(kind: string, ms: number): void
  failed(kind: string, what: string): void
  report(): Report
}

const lookMs = 10

/** Begins to count now. */
export function createTally(): Tally {
  const latenciesMs: Record<string, number[]> = {}
  const errors: Record<string, number> = {}
  const lag = monitorEventLoopDelay({ resolution: lookMs })
  lag.enable()
  const begunAt = performance.now()
  const cpuBefore = process.cpuUsage()
  return {
    answered(kind, ms) {
      latenciesMs[kind] ??= []
      latenciesMs[kind].push(ms)
    },
    failed(kind, what) {
      errors[`${kind} ${what}`] = (errors[`${kind} ${what}`] ?? 0) + 1
    },
    report() {
      lag.disable()
      const { user, system } = process.cpuUsage(cpuBefore)
      const seconds = (performance.now() - begunAt) / 1000
      const lagP99Ms = Math.max(0, lag.percentile(99) / 1e6 - lookMs)
      return { seconds, latenciesMs, errors, cpuMicros: user + system, lagP99Ms }
    },
  }
}

export const answersOf = ({ latenciesMs }: Report) =>
  Object.values(latenciesMs).reduce((sum, { length }) => sum + length, 0)

export const errorsOf = ({ errors }: Report) => Object.values(errors).reduce((sum, count) => sum + count, 0)
