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
const receiveMs = 10_000
const closeMs = 1000
/** How often it is asked whether the client may still listen. */
const askMs = 1000
/** Frames a client may send between two beats: it has little to say. */
const framesMax = 100

/**
 * One frame is under way at a time, so a slow reader holds up nothing but itself; who has not answered a ping
 * by the next beat is gone.
 */
export function openLine(socket: WebSocket, { clock, heartbeatMs }: LineNeeds): OpenLine {
  const ending = new AbortController()
  const first = Promise.withResolvers<string>()
  let isAlive = true
  let framesHeard = 0
  const stops: (() => void)[] = []

  function every(ms: number, work: () => void): void {
    const again = () => {
      cancel = clock.after(ms, again)
      work()
    }
    let cancel = clock.after(ms, again)
    stops.push(() => cancel())
  }
  function close(code: number, reason: string): void {
    socket.close(code, reason)
    clock.after(closeMs, () => socket.terminate())
  }
  function beat(): void {
    framesHeard = 0
    if (isAlive) socket.ping()
    else socket.terminate()
    isAlive = false
  }

  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('message', (data, isBinary) => {
    framesHeard += 1
    if (framesHeard > framesMax) return close(closeCodes.flooding, 'FRAMES_TOO_MANY')
    if (!isBinary) first.resolve(data.toString())
  })
  // Told again by its close, which always follows.
  socket.on('error', () => ending.abort())
  first.promise.catch(() => undefined)
  socket.once('close', () => {
    ending.abort()
    first.reject(gone())
    for (const stop of stops) stop()
  })
  every(heartbeatMs, beat)

  return {
    signal: ending.signal,
    close,
    firstFrame() {
      const cancel = clock.after(receiveMs, () => first.reject(frameMissing()))
      return first.promise.finally(cancel)
    },
    send: (text) =>
      new Promise((resolve, reject) => {
        socket.send(text, (error) => (error ? reject(gone()) : resolve()))
      }),
    keepAsking(stillAllowed) {
      const end = () => close(closeCodes.sessionEnded, 'TOKEN_INVALID')
      every(askMs, () => void stillAllowed().then((allowed) => allowed || end(), end))
    },
  }
}

function frameMissing(): Fault {
  return new Fault('invalid', 'MESSAGE_INVALID', 'The first frame did not come')
}

function gone(): Fault {
  return new Fault('expired', 'CANCELLED', 'The caller has gone')
}
