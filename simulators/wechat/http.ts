import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '#kit/telemetry/log.ts'

export interface Request {
  readonly method: string
  readonly url: URL
  /** Path and query exactly as sent. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** Answers a request; `hang up` ends the connection without a word. */
export type Handler = (request: Request, name: string) => Promise<Answer | 'hang up'> | Answer | 'hang up'

/** `path` is exact, or has one `:name` that stands for any text without a slash. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly handle: Handler
  /** A file: its hash proves it, so its answer carries no signature. */
  readonly isFile?: boolean
}

export function json(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  }
}

interface Matcher {
  readonly route: Route
  readonly pattern: RegExp
}

function matcherOf(route: Route): Matcher {
  const pattern = route.path.replaceAll('.', '\\.').replace(/:name/, '([^/]+)')
  return { route, pattern: new RegExp(`^${pattern}$`) }
}

const bodyMaxBytes = 65_536

/** `routes` is asked at the first request, because the routes know the address that listening gives. */
export function createHttpServer(routes: () => readonly Route[], log: Log): Server {
  let known: readonly Matcher[] | undefined
  const matchers = () => (known ??= routes().map(matcherOf))

  async function answerTo(incoming: IncomingMessage): Promise<Answer | 'hang up'> {
    const target = incoming.url ?? '/'
    const url = new URL(target, 'http://simulator')
    for (const { route, pattern } of matchers()) {
      const match = pattern.exec(url.pathname)
      if (!match || route.method !== incoming.method) continue
      const body = await bodyOf(incoming)
      if (body === undefined) return json(413, { code: 'PARAM_ERROR', message: '请求体过大' })
      const { method, headers } = incoming
      return await route.handle({ method, url, target, headers, body }, decodeURIComponent(match[1] ?? ''))
    }
    return json(404, { code: 'NOT_FOUND', message: '接口不存在' })
  }

  const server = createServer((incoming, outgoing) => {
    answerTo(incoming).then(
      (answer) => send(outgoing, answer),
      (error: unknown) => {
        log.error('the simulator failed', { error, path: incoming.url })
        send(outgoing, json(500, { code: 'SYSTEM_ERROR', message: '系统异常' }))
      },
    )
  })
  // Longer than any client keeps a connection: otherwise both ends may let go of it and a request is lost.
  server.keepAliveTimeout = 65_000
  return server
}

function send(outgoing: ServerResponse, answer: Answer | 'hang up'): void {
  if (answer === 'hang up') {
    outgoing.destroy()
    return
  }
  outgoing.writeHead(answer.status, answer.headers)
  outgoing.end(answer.body)
}

/** The whole body as text, or undefined where it is too long. */
async function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= bodyMaxBytes) chunks.push(chunk)
  }
  return bytes > bodyMaxBytes ? undefined : Buffer.concat(chunks).toString()
}

/** Begins to listen and answers the port. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), 1000)
  await closed
  clearTimeout(cut)
}
