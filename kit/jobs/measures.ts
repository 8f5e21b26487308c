import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { gauge, histogram } from '../telemetry/metrics.ts'

const jobs = { unit: '{job}' }
const waitingNow = gauge('jobs.waiting', { description: 'jobs that wait for their turn', ...jobs })
const runningNow = gauge('jobs.running', { description: 'jobs that run', ...jobs })
const durations = histogram('jobs.duration', {
  description: 'from asked to answered, by kind of job and outcome',
  unit: 'ms',
})

/** Shows how full a queue is now. */
export function noteDepth(waiting: number, running: number): void {
  waitingNow.record(waiting)
  runningNow.record(running)
}

/** Answers the same as `result`, and records how long that took and how it ended. */
export async function measured<T>(kind: string, clock: Clock, result: Promise<T>): Promise<T> {
  const askedAt = clock.now()
  const note = (outcome: string) => durations.record(clock.now() - askedAt, { kind, outcome })
  try {
    const output = await result
    note('done')
    return output
  } catch (error) {
    note(error instanceof Fault ? error.reason : 'failed')
    throw error
  }
}
