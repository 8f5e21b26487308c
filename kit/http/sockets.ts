import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Fault, faultOf } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import { compose, type Middleware } from './chain.ts'
import { Exchange, type ExchangeNeeds } from './exchange.ts'
import { closeCodes, type LineNeeds, type OpenLine, openLine } from './line.ts'
import { httpStatusOf } from './problem.ts'
import type { Reasons } from './reasons.ts'
import type { Reply } from './reply.ts'
import { noBody, noParams, noQuery, type Route } from './route.ts'
import type { Admission, SocketRequest, SocketRoute } from './socket-route.ts'
import { write } from './write.ts'

interface SocketNeeds extends LineNeeds {
  readonly sockets: readonly SocketRoute[]
  readonly log: Log
  readonly reasons: Reasons
  readonly exchangeNeeds: ExchangeNeeds
  /** What every request goes through that wants a line, outermost first. */
  readonly chain: readonly Middleware[]
}

/** The lines of a server (WebSocket, RFC 6455). */
export interface Sockets {
  /** Whether a request asks for a line that is offered: all else is answered as if it had not asked. */
  isOffered(request: IncomingMessage): boolean
  /** Opens a line, or refuses it in HTTP. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every client to come back, now and from now on. */
  endAll(): void
}

/** Frames of clients: a token and a number. */
const frameBytesMax = 8 * 1024

/** Opens lines on requests that ask for them, and knows which are open. */
export function createSockets(needs: SocketNeeds): Sockets {
  const offered = needs.sockets.map((route) => ({ route, form: formOf(route.path) }))
  const lines = createLines(needs)

  function find(request: IncomingMessage): Found | undefined {
    const path = request.url?.split('?')[0] ?? ''
    const found = offered.find(({ form }) => form.test(path))
    return found && { route: found.route, params: { ...found.form.exec(path)?.groups } }
  }

  return {
    isOffered: (request) =>
      /^websocket$/i.test(request.headers.upgrade ?? '') && request.method === 'GET' && !!find(request),

    open(request, socket, head) {
      socket.on('error', () => socket.destroy())
      const found = find(request)
      if (!found) return void socket.destroy()
      admit(needs, found, { request, socket })
        .then((admission) => admission && lines.begin({ request, socket, head }, admission))
        .catch((error: unknown) => {
          needs.log.error('a line could not be opened', { route: found.route.name, error })
          socket.destroy()
        })
    },

    endAll: () => lines.endAll(),
  }
}

interface Found {
  readonly route: SocketRoute
  readonly params: Readonly<Record<string, string>>
}

interface Asking {
  readonly request: IncomingMessage
  readonly socket: Duplex
}

/** Sends the request down the chain; undefined where it was refused, which is answered here. */
async function admit(
  { exchangeNeeds, chain }: SocketNeeds,
  { route, params }: Found,
  { request, socket }: Asking,
): Promise<Admission | undefined> {
  const response = responseOn(socket, request)
  const exchange = new Exchange(exchangeNeeds, asRoute(route), { request, response }, params)
  let admission: Admission | undefined
  const step = compose(chain, async () => {
    admission = await route.admit(requestOf(exchange))
    return switching
  })
  const reply = await step(exchange)
  if (admission) response.detachSocket(socket as never)
  else write(exchange, reply, { isDraining: true, droppedBytesMax: 0 })
  return admission
}

function createLines(needs: SocketNeeds) {
  const chosen = new WeakMap<IncomingMessage, string>()
  const lines = new Set<OpenLine>()
  const upgrader = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: frameBytesMax },
    handleProtocols: (_, request) => chosen.get(request) ?? false,
  })
  let isEnding = false

  async function converse(socket: WebSocket, admission: Admission): Promise<void> {
    const line = openLine(socket, needs)
    lines.add(line)
    line.signal.addEventListener('abort', () => lines.delete(line))
    if (isEnding) return line.close(closeCodes.restart, 'SHUTTING_DOWN')
    try {
      await admission.talk(line)
      line.close(closeCodes.restart, '')
    } catch (thrown) {
      if (!line.signal.aborted) hangUp(line, thrown, needs)
    }
  }

  return {
    begin({ request, socket, head }: Asking & { readonly head: Buffer }, admission: Admission): void {
      if (admission.protocol !== undefined) chosen.set(request, admission.protocol)
      upgrader.handleUpgrade(request, socket, head, (opened) => void converse(opened, admission))
    },
    endAll(): void {
      isEnding = true
      for (const line of lines) line.close(closeCodes.restart, 'SHUTTING_DOWN')
    },
  }
}

/** What the access log tells of a line that was opened. */
const switching: Reply = { status: 101, headers: [], body: undefined }

/** A response that ends the connection with itself: what was refused is not asked again on it. */
function responseOn(socket: Duplex, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request)
  response.assignSocket(socket as never)
  response.once('finish', () => socket.end())
  return response
}

function requestOf(exchange: Exchange): SocketRequest {
  const headers = exchange.request.headers as SocketRequest['headers']
  const offered = exchange.header('sec-websocket-protocol') ?? ''
  const protocols = offered === '' ? [] : offered.split(',').map((name) => name.trim())
  return { params: exchange.params, query: new URLSearchParams(exchange.query), headers, protocols }
}

/** Tells the client as much of why as a close frame holds. */
function hangUp(line: OpenLine, thrown: unknown, { reasons, log }: SocketNeeds): void {
  const fault = faultOf(thrown)
  const status = httpStatusOf(fault, reasons)
  if (fault.kind === 'internal') log.error('a line broke', { error: thrown })
  line.close(codeOf(fault, status), fault.reason)
}

function codeOf({ kind }: Fault, status: number): number {
  if (kind === 'internal') return closeCodes.broken
  return status >= 500 || kind === 'exhausted' ? closeCodes.later : 4000 + status
}

/** A line as the chain sees it. */
function asRoute({ name, path, summary, rateClass }: SocketRoute): Route {
  return {
    ...{ name, path, summary, rateClass, method: 'GET', tag: 'sockets', audience: 'public' },
    ...{ ownership: 'none', params: noParams, query: noQuery, body: noBody, replies: {} },
    ...{ idempotency: 'none', audit: false },
    handler: async () => ({ status: 404 }),
  }
}

function formOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:([A-Za-z]+)/g, '(?<$1>[^/]{1,200})')}$`)
}
