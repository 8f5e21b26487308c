import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '#kit/clock.ts'
import { createEgress } from '#kit/egress/http.ts'
import { egressSuite } from './egress.suite.ts'

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await request.toArray())
  if (request.url === '/broken') request.socket.destroy()
  else if (request.url !== '/silent') {
    response.writeHead(402, { 'x-seen': `${request.method} ${request.url}` }).end(body)
  }
}

egressSuite('http', async (t) => {
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const shop = { baseUrl: `http://127.0.0.1:${port}`, maxConcurrent: 4, maxBytes: 10_000 }
  return createEgress({ destinations: { shop }, clock: systemClock })
})
