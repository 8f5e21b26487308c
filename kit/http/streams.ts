import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Exchange } from './exchange.ts'
import type { PumpNeeds } from './sse.ts'

interface StreamNeeds {
  readonly clock: Clock
  readonly log: Log
  readonly heartbeatMs: number
}

/** Watches over answers that go on: ends them with their client, and all of them at a drain. */
export function createStreams({ clock, log, heartbeatMs }: StreamNeeds) {
  const running = new Set<Exchange>()
  let isEnding = false

  return {
    async follow(exchange: Exchange, pump: (needs: PumpNeeds) => Promise<void>): Promise<void> {
      const { response, abort } = exchange
      running.add(exchange)
      response.once('close', () => abort.abort())
      if (isEnding || response.destroyed) abort.abort()
      try {
        await pump({ clock, signal: abort.signal, heartbeatMs })
      } catch (error) {
        if (!abort.signal.aborted) log.warn('a stream broke', { route: exchange.route.name, error })
      } finally {
        abort.abort()
        running.delete(exchange)
      }
    },
    endAll() {
      isEnding = true
      for (const { abort } of running) abort.abort()
    },
  }
}
