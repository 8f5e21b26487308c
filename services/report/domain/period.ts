import { Fault } from '#kit/fault.ts'
import { nameOfDay, numberOfDay } from './day.ts'

/** Business days, both included. */
export interface Period {
  readonly from: string
  readonly to: string
}

const daysMax = 366

/** Every day of the period in turn; refused where it has none, or too many. */
export function daysOf({ from, to }: Period): readonly string[] {
  const [first, last] = [numberOfDay(from), numberOfDay(to)]
  const length = last - first + 1
  const isSound = length >= 1 && length <= daysMax
  if (!isSound) throw new Fault('invalid', 'PERIOD_INVALID', `a period has 1 to ${daysMax} days`)
  return Array.from({ length }, (_, at) => nameOfDay(first + at))
}
