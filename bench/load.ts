import { connect, type Socket } from 'node:net'

/** A finished load: answers by status, and how long each took in ms. */
export interface LoadResult {
  readonly answers: number
  readonly seconds: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly latenciesMs: readonly number[]
}

export interface LoadPlan {
  readonly port: number
  readonly clients: number
  /** Ends after so many seconds, or when `next` has nothing left. */
  readonly seconds: number
  /** The next request as bytes; null = nothing left. */
  readonly next: () => Buffer | null
}

const headEnd = Buffer.from('\r\n\r\n')

/**
 * Closed-loop load: every client sends its next request when the last is answered. Raw sockets keep the
 * client cheap.
 */
export async function runLoad({ port, clients, seconds, next }: LoadPlan): Promise<LoadResult> {
  const byStatus: Record<string, number> = {}
  const latenciesMs: number[] = []
  const begunAt = performance.now()
  const endsAt = begunAt + seconds * 1000
  const drive = async () => {
    const socket = await open(port)
    const read = createReader(socket)
    try {
      for (let request = next(); request && performance.now() < endsAt; request = next()) {
        const sentAt = performance.now()
        socket.write(request)
        const status = await read()
        latenciesMs.push(performance.now() - sentAt)
        byStatus[status] = (byStatus[status] ?? 0) + 1
      }
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: clients }, drive))
  return { answers: latenciesMs.length, seconds: (performance.now() - begunAt) / 1000, byStatus, latenciesMs }
}

function open(port: number): Promise<Socket> {
  return new Promise((settle, refuse) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => settle(socket))
    socket.once('error', refuse)
  })
}

/** Reads one answer at a time and tells its status; only Content-Length is understood. */
function createReader(socket: Socket): () => Promise<string> {
  let held = Buffer.alloc(0)
  let waiting: { settle: (status: string) => void; refuse: (error: Error) => void } | null = null

  function tryTake(): void {
    if (!waiting) return
    const end = held.indexOf(headEnd)
    if (end < 0) return
    const head = held.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    const total = end + headEnd.length + length
    if (held.length < total) return
    held = held.subarray(total)
    const { settle } = waiting
    waiting = null
    settle(head.slice(9, 12))
  }

  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    tryTake()
  })
  socket.on('close', () => waiting?.refuse(new Error('the server closed the connection')))
  socket.on('error', (error) => waiting?.refuse(error))
  return () =>
    new Promise((settle, refuse) => {
      waiting = { settle, refuse }
      tryTake()
    })
}

/** A request as bytes. */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length =
    body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}${length}\r\n${body}`)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
