import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Part } from './part.ts'
import { within } from './within.ts'

export interface StopNeeds {
  readonly clock: Clock
  readonly log: Log
  /** How long the next step may take, in ms. */
  readonly halfOfRest: () => number
}

/** Drains all parts together, then stops them in reverse; answers every error and skips nobody. */
export async function stopParts(parts: readonly Part[], needs: StopNeeds): Promise<readonly Error[]> {
  const drainMs = needs.halfOfRest()
  const drains = parts.map((part) => attempt(part, 'drain', drainMs, needs))
  const errors = (await Promise.all(drains)).flat()
  for (const part of parts.toReversed()) {
    errors.push(...(await attempt(part, 'stop', needs.halfOfRest(), needs)))
  }
  return errors
}

/** A hanging step gets half of what is left, so that it never takes the time of all behind it. */
export function halvesUntil(clock: Clock, endsAt: number): () => number {
  return () => Math.max(0, (endsAt - clock.now()) / 2)
}

/** Waits until work has ended, well or badly, or the time is over. */
export async function settled(work: Promise<unknown>, clock: Clock, boundMs: number): Promise<void> {
  await Promise.allSettled([within(clock, boundMs, () => work)])
}

async function attempt(part: Part, verb: 'drain' | 'stop', boundMs: number, { clock, log }: StopNeeds) {
  try {
    await within(clock, boundMs, async () => part[verb]?.())
    return []
  } catch (cause) {
    const error = new Error(`${part.name} failed to ${verb}`, { cause })
    log.error(error.message, { error })
    return [error]
  }
}
