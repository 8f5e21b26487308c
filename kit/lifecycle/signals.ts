import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'

export interface SignalNeeds {
  /** Stops everything and answers what went wrong. */
  readonly stop: () => Promise<readonly Error[]>
  /** Ends the process; flushes the log first. */
  readonly exit: (code: number) => void
  readonly clock: Clock
  readonly log: Log
  /** Where signals come from; the running process unless told otherwise. */
  readonly source?: SignalSource
}

/** The part of `process` that is listened to. */
export interface SignalSource {
  on(event: string, hear: (argument: unknown) => void): unknown
  off(event: string, hear: (argument: unknown) => void): unknown
}

const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const sameSignalMs = 1000
const wholeStopMs = 10_000

/**
 * Stops the process when it is asked to: exit 0 after a clean stop, 1 after one with errors or longer than 10
 * s. A terminal and npm both pass one Ctrl-C on, so signals within a second count as one; a later one exits 1
 * at once. What nobody caught is a bug after which no state can be trusted: it is logged and the process
 * exits 1. The returned function stops listening.
 */
export function onSignals(needs: SignalNeeds): () => void {
  const source = needs.source ?? process
  let askedAt: number | undefined
  let keptAlive: NodeJS.Timeout | undefined

  async function stopOnce(signal: string): Promise<void> {
    needs.log.info('stopping', { signal })
    needs.clock.after(wholeStopMs, () => giveUp('the stop took too long'))
    // The clock's timers do not keep the process alive, and a half-done stop must not end as a clean exit.
    keptAlive = setInterval(() => undefined, wholeStopMs)
    const errors = await needs.stop()
    needs.exit(errors.length === 0 ? 0 : 1)
  }

  function giveUp(message: string, error?: unknown): void {
    needs.log.error(message, error === undefined ? {} : { error })
    needs.exit(1)
  }

  function hearSignal(signal: string): void {
    const now = needs.clock.now()
    if (askedAt === undefined) {
      askedAt = now
      stopOnce(signal).catch((error) => giveUp('the stop failed', error))
    } else if (now - askedAt > sameSignalMs) {
      giveUp('asked to stop again; leaving at once')
    }
  }

  const crash = (error: unknown) => giveUp('uncaught error', error)
  const hear = (signal: unknown) => hearSignal(String(signal))
  for (const signal of stopSignals) source.on(signal, hear)
  source.on('uncaughtException', crash)
  source.on('unhandledRejection', crash)

  return () => {
    clearInterval(keptAlive)
    for (const signal of stopSignals) source.off(signal, hear)
    source.off('uncaughtException', crash)
    source.off('unhandledRejection', crash)
  }
}
