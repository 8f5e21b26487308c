import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Connections } from './connections.ts'
import type { HttpLimits } from './limits.ts'

interface PartNeeds {
  readonly clock: Clock
  readonly host: string
  readonly port: number
  readonly limits: Pick<HttpLimits, 'lameDuckMs' | 'drainMs'>
}

/**
 * The server as something that starts, drains and stops with its process. A drain first says that it is not
 * ready and serves on, closing each connection after its answer; then it takes nothing new and finishes what
 * runs. Idle connections are not cut before that, because a request may be on its way to them.
 */
export function httpPart(app: FastifyInstance, connections: Connections, needs: PartNeeds) {
  const { clock, host, port } = needs
  const { lameDuckMs, drainMs } = needs.limits
  return {
    name: 'http',
    async start(): Promise<void> {
      await app.listen({ host, port })
    },
    ready: async () => app.server.listening && !connections.isDraining(),
    async drain(): Promise<void> {
      connections.beginDrain()
      if (lameDuckMs > 0) {
        await clock.sleep(Math.min(lameDuckMs, drainMs))
        await arrivalsRead()
      }
      app.server.close()
      await connections.idle(Math.max(0, drainMs - lameDuckMs))
    },
    async stop(): Promise<void> {
      // Nobody else ends what is open in both directions.
      connections.beginDrain()
      const cancel = clock.after(drainMs, () => app.server.closeAllConnections())
      await app.close().finally(cancel)
    },
    address(): string {
      const address = app.server.address()
      if (address === null || typeof address === 'string') throw new Error('the server does not listen')
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
      return `http://${name}:${address.port}`
    },
  }
}

/** What has arrived while the process was held up is read first: a connection with a request is not idle. */
async function arrivalsRead(): Promise<void> {
  await setImmediate()
  await setImmediate()
}
