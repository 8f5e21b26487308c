import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Step } from './chain.ts'
import type { Exchange } from './exchange.ts'
import type { HttpLimits } from './limits.ts'
import type { Reply } from './reply.ts'
import type { PumpNeeds } from './sse.ts'
import { write } from './write.ts'

interface ConnectionNeeds {
  readonly clock: Clock
  readonly log: Log
}

/** Knows what runs, so that the server can finish it before it stops. */
export function createConnections({ clock, log }: ConnectionNeeds, limits: HttpLimits) {
  const streams = new Set<Exchange>()
  let running = 0
  let draining = false
  let onIdle: () => void = () => undefined

  function send(exchange: Exchange, reply: Reply): void {
    const pump = write(exchange, reply, { isDraining: () => draining, bodyBytesMax: limits.bodyBytesMax })
    if (pump) void follow(exchange, pump)
    settle()
  }

  function settle(): void {
    running -= 1
    if (running === 0) onIdle()
  }

  async function follow(exchange: Exchange, pump: (needs: PumpNeeds) => Promise<void>): Promise<void> {
    const { response, abort } = exchange
    streams.add(exchange)
    response.once('close', () => abort.abort())
    if (draining || response.destroyed) abort.abort()
    try {
      await pump({ clock, signal: abort.signal, heartbeatMs: limits.heartbeatMs })
    } catch (error) {
      if (!abort.signal.aborted) log.warn('a stream broke', { route: exchange.route.name, error })
    } finally {
      abort.abort()
      streams.delete(exchange)
    }
  }

  /** What even the recovery could not answer: the client sees the connection end. */
  function giveUp(exchange: Exchange, error: unknown): void {
    log.error('a request could not be answered', { route: exchange.route.name, error })
    exchange.response.destroy()
    settle()
  }

  function answer(exchange: Exchange, step: Step): void {
    running += 1
    try {
      const outcome = step(exchange)
      if (outcome instanceof Promise) {
        outcome.then((reply) => send(exchange, reply)).catch((error) => giveUp(exchange, error))
      } else send(exchange, outcome)
    } catch (error) {
      giveUp(exchange, error)
    }
  }

  /** Resolves when nothing runs, or when the time is over. */
  function idle(): Promise<void> {
    return new Promise((resolve) => {
      if (running === 0) return resolve()
      const cancel = clock.after(limits.drainMs, resolve)
      onIdle = () => {
        cancel()
        resolve()
      }
    })
  }

  function partOf(app: FastifyInstance, { host, port }: { host: string; port: number }) {
    return {
      name: 'http',
      async start() {
        await app.listen({ host, port })
      },
      ready: async () => app.server.listening && !draining,
      async drain() {
        draining = true
        app.server.close()
        for (const { abort } of streams) abort.abort()
        await idle()
      },
      async stop() {
        draining = true
        const cancel = clock.after(limits.drainMs, () => app.server.closeAllConnections())
        await app.close().finally(cancel)
      },
      address: () => addressOf(app),
    }
  }
  return { answer, partOf }
}

function addressOf(app: FastifyInstance): string {
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
}
