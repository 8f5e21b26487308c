import type { TestContext } from 'node:test'
import { seedOfRun } from './draw.ts'
import type { Town } from './town.ts'

/** How long it took from a kill until the process was ready, and until the next order was acknowledged. */
export interface Recovery {
  readonly readyMs: number
  readonly orderMs: number
}

/** Says in figures what a run has shown. */
export function tell(t: TestContext, name: string, recoveries: readonly Recovery[], town: Town): void {
  const { orders, refusedKeys } = town.ledger
  const ends = Object.groupBy(orders.values(), ({ states }) => states.at(-1) ?? '')
  const states = Object.entries(ends).map(([state, all = []]) => `${state} ${all.length}`)
  const missed = [...town.trouble].map(([what, times]) => `${what} × ${times}`)
  const ready = spread(recoveries.map(({ readyMs }) => readyMs))
  const order = spread(recoveries.map(({ orderMs }) => orderMs))
  t.diagnostic(`${name}, seed ${seedOfRun}: ${recoveries.length} kills, ${orders.size} orders acknowledged`)
  t.diagnostic(`last seen as ${states.join(', ')}; ${refusedKeys.size} submissions refused`)
  t.diagnostic(`ready again: ${ready}; next order: ${order}`)
  t.diagnostic(`answers missed: ${missed.join(', ') || 'none'}`)
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
}
