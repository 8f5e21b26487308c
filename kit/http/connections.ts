import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Step } from './chain.ts'
import type { Exchange } from './exchange.ts'
import type { HttpLimits } from './limits.ts'
import type { Reply } from './reply.ts'
import type { Sockets } from './sockets.ts'
import { createStreams } from './streams.ts'
import { write } from './write.ts'

/** Runs exchanges and knows how many run, so that the server can finish them before it stops. */
export interface Connections {
  answer(exchange: Exchange, step: Step): void
  isDraining(): boolean
  /** From now on connections close after their answer, and streams end. */
  beginDrain(): void
  /** Resolves when nothing runs or the time is over. */
  idle(boundMs: number): Promise<void>
}

interface ConnectionNeeds {
  readonly clock: Clock
  readonly log: Log
  readonly sockets: Pick<Sockets, 'endAll'>
}

/** Counts what runs from its first step to its last header. */
export function createConnections(needs: ConnectionNeeds, limits: HttpLimits): Connections {
  const { droppedBytesMax, heartbeatMs } = limits
  const streams = createStreams({ ...needs, heartbeatMs })
  let running = 0
  let draining = false
  let onIdle: () => void = () => undefined

  function settle(): void {
    running -= 1
    if (running === 0) onIdle()
  }
  function send(exchange: Exchange, reply: Reply): void {
    const pump = write(exchange, reply, { isDraining: draining, droppedBytesMax })
    if (pump) void streams.follow(exchange, pump)
    // A stop closes connections whose answer is complete, even where the last of it has not left yet.
    if (draining && !pump && !exchange.response.closed) exchange.response.once('close', settle)
    else settle()
  }

  // What even the recovery could not answer: the client sees the connection end.
  function giveUp(exchange: Exchange, error: unknown): void {
    needs.log.error('a request could not be answered', { route: exchange.route.name, error })
    exchange.response.destroy()
    settle()
  }
  return {
    answer(exchange, step) {
      running += 1
      try {
        const outcome = step(exchange)
        if (outcome instanceof Promise) {
          outcome.then((reply) => send(exchange, reply)).catch((error) => giveUp(exchange, error))
        } else send(exchange, outcome)
      } catch (error) {
        giveUp(exchange, error)
      }
    },
    isDraining: () => draining,
    beginDrain() {
      draining = true
      for (const open of [streams, needs.sockets]) open.endAll()
    },
    idle(boundMs) {
      const { promise, resolve } = Promise.withResolvers<void>()
      onIdle = resolve
      if (running === 0) resolve()
      return promise.finally(needs.clock.after(boundMs, resolve))
    },
  }
}
