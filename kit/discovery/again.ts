import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Log } from '../telemetry/log.ts'
import { backOffMs } from '../timers/back-off.ts'

export interface AgainNeeds {
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
}

/** Runs until it breaks; `signal` ends it, and `goesWell` says that it got somewhere. */
export type Session = (signal: AbortSignal, goesWell: () => void) => Promise<void>

/** How long to wait after so many failures in a row, ms: a registry that is back is found in two seconds. */
export function retryMs(failures: number, random: Random): number {
  return backOffMs(Math.min(failures, 3), random)
}

/**
 * Runs a session again and again, backing off while it fails. The first failure and the recovery are logged.
 * The returned function ends it.
 */
export function again(what: string, session: Session, { clock, log, random }: AgainNeeds): () => void {
  const ended = new AbortController()
  let failures = 0

  function goesWell() {
    if (failures > 0) log.info(`${what}: it goes on`)
    failures = 0
  }
  function broke(error: unknown) {
    if (failures === 0 && !ended.signal.aborted) log.warn(`${what}: broken off, tried again`, { error })
  }
  async function run() {
    while (!ended.signal.aborted) {
      await session(ended.signal, goesWell).catch(broke)
      await clock.sleep(retryMs(failures++, random), ended.signal).catch(() => undefined)
    }
  }
  void run()
  return () => ended.abort()
}
