import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** One kept-alive connection with one request at a time; raw, because that keeps the client cheap. */
export interface Connection {
  /** Dials anew where the last answer closed it. Rejects on a silence of 15 s and on a broken connection. */
  ask(request: Buffer): Promise<Answer>
  close(): void
}

const answerMs = 15_000
const headEnd = Buffer.from('\r\n\r\n')

/** Dials with the first request. */
export function createConnection(port: number): Connection {
  let socket: Socket | undefined
  return {
    async ask(request) {
      if (!socket || socket.destroyed || socket.readableEnded) socket = await dial(port)
      return exchange(socket, request)
    },
    close: () => void socket?.destroy(),
  }
}

function dial(port: number): Promise<Socket> {
  return new Promise((settle, refuse) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      // Between two requests a close is no error: the next one dials again.
      socket.off('error', refuse).on('error', () => socket.destroy())
      settle(socket)
    })
    socket.once('error', refuse)
  })
}

function exchange(socket: Socket, request: Buffer): Promise<Answer> {
  return new Promise((settle, refuse) => {
    let held: Buffer = Buffer.alloc(0)
    const leave = () => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', onClose)
    }
    const onData = (chunk: Buffer) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      const answer = readAnswer(held)
      if (!answer) return
      leave()
      if (answer.closes) socket.destroy()
      settle(answer)
    }
    const onClose = () => {
      leave()
      refuse(new Error(`closed after ${held.length} bytes`))
    }
    const timer = setTimeout(() => {
      leave()
      socket.destroy()
      refuse(new Error(`no answer in ${answerMs} ms`))
    }, answerMs)
    socket.on('data', onData).on('close', onClose)
    socket.write(request)
  })
}

/** The answer in these bytes once it is whole; only Content-Length is understood. */
function readAnswer(held: Buffer): (Answer & { readonly closes: boolean }) | undefined {
  const end = held.indexOf(headEnd)
  if (end < 0) return undefined
  const head = held.toString('latin1', 0, end)
  const from = end + headEnd.length
  const to = from + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  if (held.length < to) return undefined
  const closes = /\r\nconnection: close/i.test(head)
  return { status: Number(head.slice(9, 12)), body: held.subarray(from, to), closes }
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
