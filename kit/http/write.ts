import type { Exchange } from './exchange.ts'
import { limitHeaders } from './middleware-rate-limit.ts'
import type { Reply } from './reply.ts'
import { isEventStream, type PumpNeeds } from './sse.ts'

/** What every answer of the API carries: nothing here may be framed, sniffed or run. */
const safety = [
  ...['X-Content-Type-Options', 'nosniff', 'Referrer-Policy', 'no-referrer'],
  ...['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
]

export interface WriteNeeds {
  readonly isDraining: boolean
  /** The largest body that is read to its end although nobody wants it. */
  readonly droppedBytesMax: number
}

/** Sends a reply. Answers the stream's work where the reply is one, for whoever watches over streams. */
export function write(
  exchange: Exchange,
  reply: Reply,
  needs: WriteNeeds,
): ((pump: PumpNeeds) => Promise<void>) | undefined {
  const { response } = exchange
  if (response.destroyed || response.headersSent) return undefined
  const headers = reply.isShared ? reply.headers : ownHeaders(exchange, reply)
  const closing = needs.isDraining || leavesMuchUnread(exchange, needs.droppedBytesMax)
  const { body } = reply
  response.writeHead(reply.status, closing ? [...headers, 'Connection', 'close'] : (headers as string[]))
  if (typeof body !== 'object' || body instanceof Uint8Array) response.end(body)
  else if (isEventStream(body)) return (pump) => body.pump(response, pump)
  return undefined
}

function ownHeaders(exchange: Exchange, { headers, body }: Reply): string[] {
  const own = [...headers, ...limitHeaders(exchange), 'X-Request-Id', exchange.requestId]
  const isSafe = headers.includes('Content-Security-Policy')
  own.push(...(isSafe ? safety.slice(0, 4) : safety))
  if (typeof body === 'string') own.push('Content-Length', String(Buffer.byteLength(body)))
  if (body instanceof Uint8Array) own.push('Content-Length', String(body.byteLength))
  return own
}

/** Beyond a bound, a connection is cheaper than reading to its end what was refused. */
function leavesMuchUnread({ request }: Exchange, droppedBytesMax: number): boolean {
  if (request.complete) return false
  return (
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length']) > droppedBytesMax
  )
}
