import type { Socket } from 'node:net'
import { type Reasons, statusByKind } from './reasons.ts'

/** Answers what is not HTTP enough to become a request, and closes the connection. */
export function onBrokenRequest(
  reasons: Reasons,
): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const [status, phrase] = statusByCode[error.code ?? ''] ?? [statusByKind.invalid, 'Bad Request']
    const code = 'HEADER_INVALID'
    const title = reasons.get(code)?.en ?? code
    const body = JSON.stringify({ type: `/problems/${code}`, title, status, code, detail: phrase })
    const head = [
      `HTTP/1.1 ${status} ${phrase}`,
      'Content-Type: application/problem+json',
      'Content-Language: en',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
}

const statusByCode: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
}
