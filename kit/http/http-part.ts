import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Connections } from './connections.ts'

interface PartNeeds {
  readonly clock: Clock
  readonly host: string
  readonly port: number
  /** How long a stop waits for connections. */
  readonly drainMs: number
}

/** The server as something that starts, drains and stops with its process. */
export function httpPart(app: FastifyInstance, connections: Connections, needs: PartNeeds) {
  const { clock, host, port, drainMs } = needs
  return {
    name: 'http',
    async start(): Promise<void> {
      await app.listen({ host, port })
    },
    ready: async () => app.server.listening && !connections.isDraining(),
    async drain(): Promise<void> {
      app.server.close()
      await connections.drain()
    },
    async stop(): Promise<void> {
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
