import type { WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Line } from './socket-route.ts'

/** How a line is closed by us, as RFC 6455 and its registry number it. */
export const closeCodes = {
  /** Come back: somebody else, or the same one anew, will serve you. */
  restart: 1012,
  /** Come back later. */
  later: 1013,
  broken: 1011,
  flooding: 1008,
  /** The session has ended. */
  sessionEnded: 4401,
} as const

export interface LineNeeds {
  readonly clock: Clock
  readonly heartbeatMs: number
}

/** A line whose end is decided here. */
export interface OpenLine extends Line {
  /** Says why and hangs up; cuts the connection where the client does not answer that. */
  close(code: number, reason: string): void
}

/** How long a client has for its first frame, and for its answer to a close. */
const firstFrameMs = 10_000
const closeMs = 1000
/** How often it is asked whether the client may still listen. */
const askMs = 1000
/** Frames a client may send between two beats: it has little to say. */
const framesMax = 100

/**
 * One frame is under way at a time, so a slow reader holds up nothing but itself; who has not answered a ping
 * by the next beat is gone.
 */
export function openLine(socket: WebSocket, needs: LineNeeds): OpenLine {
  const { clock } = needs
  const signal = endOf(socket)
  const close = (code: number, reason: string) => {
    socket.close(code, reason)
    clock.after(closeMs, () => socket.terminate())
  }
  const first = listen(socket, () => close(closeCodes.flooding, 'FRAMES_TOO_MANY'), needs)
  signal.addEventListener('abort', () => first.reject(gone()))
  return {
    signal,
    close,
    firstFrame() {
      const cancel = clock.after(firstFrameMs, () => first.reject(frameMissing()))
      return first.promise.finally(cancel)
    },
    send: (text) =>
      new Promise((resolve, reject) => {
        socket.send(text, (error) => (error ? reject(gone()) : resolve()))
      }),
    keepAsking(stillAllowed) {
      const end = () => close(closeCodes.sessionEnded, 'TOKEN_INVALID')
      every(askMs, { clock, signal }, () => void stillAllowed().then((allowed) => allowed || end(), end))
    },
  }
}

/** Aborted when the connection has ended, by either side. */
function endOf(socket: WebSocket): AbortSignal {
  const ending = new AbortController()
  for (const end of ['error', 'close'] as const) socket.on(end, () => ending.abort())
  return ending.signal
}

/** The first frame to come; pings at every beat, and counts what else comes. */
function listen(socket: WebSocket, onFlood: () => void, { clock, heartbeatMs }: LineNeeds) {
  const first = Promise.withResolvers<string>()
  // Nobody may be waiting for it.
  first.promise.catch(() => undefined)
  let isAlive = true
  let framesHeard = 0
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('message', (data, isBinary) => {
    framesHeard += 1
    if (framesHeard > framesMax) onFlood()
    else if (!isBinary) first.resolve(data.toString())
  })
  every(heartbeatMs, { clock, signal: endOf(socket) }, () => {
    framesHeard = 0
    if (isAlive) socket.ping()
    else socket.terminate()
    isAlive = false
  })
  return first
}

/** Works again and again, until the signal aborts. */
function every(ms: number, { clock, signal }: { clock: Clock; signal: AbortSignal }, work: () => void): void {
  const again = () => {
    cancel = clock.after(ms, again)
    work()
  }
  let cancel = clock.after(ms, again)
  signal.addEventListener('abort', () => cancel())
}

function frameMissing(): Fault {
  return new Fault('invalid', 'MESSAGE_INVALID', 'The first frame did not come')
}

function gone(): Fault {
  return new Fault('expired', 'CANCELLED', 'The caller has gone')
}
