import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Reasons, statusByKind } from './reasons.ts'

type OnBroken = (error: Error & { code?: string }, socket: Duplex) => void

/** Answers what is not HTTP enough to become a request, and closes the connection. */
export function onBrokenRequest(reasons: Reasons): OnBroken {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const [status, phrase] = statusByCode[error.code ?? ''] ?? [statusByKind.invalid, 'Bad Request']
    const { headers, body } = problemOf(reasons, status, phrase)
    const head = [`HTTP/1.1 ${status} ${phrase}`, ...headers.map(([name, value]) => `${name}: ${value}`)]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
}

/** Answers like a problem what node would refuse by itself with nothing in the body. */
export function refuseOddities(server: Server, reasons: Reasons): void {
  const onBroken = onBrokenRequest(reasons)
  server.on('connect', (_request, socket) => onBroken(new Error('this is no proxy'), socket))
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { headers, body } = problemOf(reasons, 417, 'Expectation Failed')
    response.writeHead(417, headers.flat()).end(body)
  })
}

const statusByCode: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
}

function problemOf(reasons: Reasons, status: number, phrase: string) {
  const code = 'HEADER_INVALID'
  const title = reasons.get(code)?.en ?? code
  const body = JSON.stringify({ type: `/problems/${code}`, title, status, code, detail: phrase })
  const headers: readonly (readonly [string, string])[] = [
    ['Content-Type', 'application/problem+json'],
    ['Content-Language', 'en'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ]
  return { headers, body }
}
