import type { Clock } from '../clock.ts'
import { withContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { within } from '../lifecycle/within.ts'
import type { Random } from '../random.ts'
import type { Log } from '../telemetry/log.ts'
import { counter } from '../telemetry/metrics.ts'
import { span } from '../telemetry/trace.ts'
import { backOffMs } from './back-off.ts'
import type { TimerRow, TimerRows } from './rows.ts'
import type { TimerHandler } from './timers.ts'

export interface FiringNeeds {
  readonly handlers: Readonly<Record<string, TimerHandler>>
  readonly rows: TimerRows
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
  /** Who acts: a system person of this name. */
  readonly name: string
  readonly deadlineMs: number
}

/** Runs a claimed timer to its end: done and removed, or failed and put off. Never throws. */
export type Fire = (claimed: TimerRow) => Promise<void>

/** A run acts as a system person, in a trace of its own, with the deadline in its context. */
export function createFiring(needs: FiringNeeds): Fire {
  const { handlers, rows, clock, random, log } = needs

  /** The next instant to try at; undefined when it is done. */
  async function attempt(claimed: TimerRow): Promise<number | undefined> {
    const { kind, ref, payload, attempts } = claimed
    try {
      await runWithDeadline(needs, { kind, ref }, async () => handlers[kind]?.(ref, payload))
      return undefined
    } catch (error) {
      const again = clock.now() + backOffMs(attempts - 1, random)
      const facts = { kind, ref, attempts, again, error }
      if (error instanceof Fault) log.warn('a timer could not do its work and is tried again', facts)
      else log.error('a timer failed and is tried again', facts)
      return again
    }
  }

  return async (claimed) => {
    const again = await attempt(claimed)
    timersFired.add(1, { kind: claimed.kind, outcome: again === undefined ? 'done' : 'failed' })
    try {
      if (again === undefined) await rows.remove(claimed)
      else await rows.putOff(claimed, again)
    } catch (error) {
      log.warn('a timer keeps its claim and comes back with its end', {
        kind: claimed.kind,
        ref: claimed.ref,
        error,
      })
    }
  }
}

const timersFired = counter('timers.fired', { description: 'timers that ran, by outcome', unit: '{timer}' })

async function runWithDeadline(
  needs: FiringNeeds,
  about: Pick<TimerRow, 'kind' | 'ref'>,
  work: () => Promise<void>,
): Promise<void> {
  const { clock, random, name, deadlineMs } = needs
  const ended = new AbortController()
  const context = {
    by: { kind: 'system', id: name } as const,
    deadline: clock.now() + deadlineMs,
    signal: ended.signal,
    traceId: Buffer.from(random.bytes(16)).toString('hex'),
    spanId: Buffer.from(random.bytes(8)).toString('hex'),
  }
  try {
    await withContext(context, () => within(clock, deadlineMs, () => span('timer', about, work)))
  } finally {
    ended.abort()
  }
}
