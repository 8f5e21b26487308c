import { availableParallelism } from 'node:os'
import { interrupted } from './interruption.ts'

/** How many pieces of work the machine does side by side. */
export const atOnce: number = availableParallelism()

/** Does the work for each, so many at a time, in the order they are given. */
export async function inTurns<T>(
  all: readonly T[],
  lanes: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = [...all]
  const lane = async () => {
    for (let one = waiting.shift(); one !== undefined && !interrupted.aborted; one = waiting.shift()) {
      await work(one)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
