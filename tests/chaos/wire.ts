import { connect, type Socket } from 'node:net'

/** An answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/**
 * One connection that sends any bytes as they are and reads one answer at a time; opened anew where it was
 * closed.
 */
export interface Wire {
  send(bytes: Buffer): Promise<WireAnswer>
  close(): void
}

const answerMs = 30_000
const headEnd = '\r\n\r\n'

export function openWire(port: number): Wire {
  let socket: Socket | undefined
  return {
    async send(bytes) {
      if (!socket || socket.destroyed) socket = await dial(port)
      const answer = await exchange(socket, bytes)
      if (answer.headers.get('connection') === 'close') socket.destroy()
      return answer
    },
    close: () => void socket?.destroy(),
  }
}

function dial(port: number): Promise<Socket> {
  return new Promise((settle, refuse) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => settle(socket))
    socket.once('error', refuse)
  })
}

function exchange(socket: Socket, bytes: Buffer): Promise<WireAnswer> {
  return new Promise((settle, refuse) => {
    let heard = Buffer.alloc(0)
    const end = (outcome: WireAnswer | string) => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', onClose).off('error', onError)
      if (typeof outcome !== 'string') return settle(outcome)
      socket.destroy()
      refuse(new Error(outcome))
    }
    const onData = (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk])
      const answer = readAnswer(heard)
      if (answer) end(answer)
    }
    const onClose = () => end(`closed after ${heard.length} bytes: ${heard.toString('latin1', 0, 300)}`)
    // Writing on may fail where the answer was given early; what counts is whether one came.
    const onError = () => undefined
    const timer = setTimeout(
      () => end(`no whole answer in ${answerMs} ms: ${heard.toString('latin1')}`),
      answerMs,
    )
    socket.on('data', onData).on('close', onClose).on('error', onError)
    socket.write(bytes)
  })
}

/** The answer in these bytes, once it is whole. Interim answers are passed over. */
function readAnswer(bytes: Buffer): WireAnswer | undefined {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return undefined
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const status = Number(first.split(' ')[1])
  const rest = bytes.subarray(end + headEnd.length)
  if (status < 200) return readAnswer(rest)
  const headers = new Map(lines.map((line) => [line.split(':', 1)[0]?.toLowerCase() ?? '', valueIn(line)]))
  const length = Number(headers.get('content-length') ?? 0)
  if (rest.length < length) return undefined
  return { status, headers, body: rest.toString('utf8', 0, length) }
}

const valueIn = (line: string) => line.slice(line.indexOf(':') + 1).trim()
