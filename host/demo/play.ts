import { createActor } from './actor.ts'
import type { PlannedOrder } from './month.ts'
import type { Cast, Stage } from './stage.ts'
import { until } from './until.ts'

/** One thing to be done at a moment of the past. */
interface Cue {
  readonly at: number
  act(): Promise<unknown>
}

const minute = 60_000

/** Plays the planned orders through the real services, moment by moment, until `now`. */
export async function playMonth(
  stage: Stage,
  cast: Cast,
  orders: readonly PlannedOrder[],
  now: number,
): Promise<void> {
  const cues = orders.flatMap((order) => cuesOf(stage, cast, order)).filter((cue) => cue.at <= now)
  cues.sort((a, b) => a.at - b.at)
  for (const cue of cues) {
    stage.clock.set(cue.at)
    await quiet(stage)
    await cue.act()
    await quiet(stage)
  }
  stage.clock.set(now)
  await quiet(stage)
}

/** Lets the background work finish before the clock moves on: no deadline passes while it runs. */
async function quiet(stage: Stage): Promise<void> {
  await until('the services to be quiet', () => stage.isQuiet())
}

/** What happens in an order's life, and when. */
function cuesOf(stage: Stage, cast: Cast, order: PlannedOrder): readonly Cue[] {
  const actor = createActor(stage, cast, order)
  const from = (minutes: number, act: () => Promise<unknown>): Cue => ({
    at: order.at + minutes * minute,
    act,
  })
  const placed = from(0, actor.submit)
  const paid = [placed, from(1, actor.pay)]
  const accepted = [...paid, from(4, actor.accept)]
  const delivering = [...accepted, from(18, actor.dispatch)]
  switch (order.fate) {
    case 'pending':
      return [placed]
    case 'never paid':
      return [placed, from(16, actor.isCancelled)]
    case 'cancelled before paying':
      return [placed, from(3, () => actor.cancel('点错了'))]
    case 'paid':
      return paid
    case 'cancelled after paying':
      return [...paid, from(2, () => actor.cancel('临时有事'))]
    case 'rejected':
      return [...paid, from(3, actor.reject)]
    case 'accepted':
      return accepted
    case 'cancelled by the shop':
      return [...accepted, from(12, actor.abandon)]
    case 'delivering':
      return delivering
    case 'completed':
      return [...delivering, from(40, actor.complete)]
  }
}
