import { type Client, Metadata } from '@grpc/grpc-js'
import { HealthCheckRequestSchema } from '#contracts/gen/grpc/health/v1/health_pb.js'
import { systemClock } from '../clock.ts'
import { encode } from './binary.ts'

/** A killed process is told by the network; one that hangs, or whose network is cut, by its silence alone. */
export interface HeartbeatNeeds {
  readonly client: Client
  /** Whether anything was heard since this was asked last: who works is not asked. */
  readonly wasHeard: () => boolean
  /** Called once, when there was no answer in time. */
  readonly onSilence: () => void
}

const checkPath = '/grpc.health.v1.Health/Check'
const tickMs = 500
const patienceMs = 1800
/** For an answer that has arrived while this process itself was held up. */
const readingMs = 50
/** No service has this name: any answer will do, and this one costs the other side nothing. */
const request = Buffer.from(encode(HealthCheckRequestSchema, { service: '-' }))

/**
 * Asks the other side about once a second for a sign of life, so that silence is noticed within three. It
 * takes the place of HTTP/2 pings, with which grpc-js cuts calls that still run on a connection
 * being closed. The
 * returned function stops it.
 */
export function keepBeating({ client, wasHeard, onSilence }: HeartbeatNeeds): () => void {
  let isFresh = true
  let stopped = false
  let cancel = systemClock.after(tickMs, tick)

  function tick(): void {
    // The answer to a beat is fresh for one tick, so a quiet connection is asked at every second.
    const isQuiet = !wasHeard() && !isFresh
    isFresh = false
    if (isQuiet) ask()
    else cancel = systemClock.after(tickMs, tick)
  }

  function ask(): void {
    const call = client.makeUnaryRequest(checkPath, same, same, request, new Metadata(), onAnswer)
    let cancelWait = systemClock.after(patienceMs, () => {
      cancelWait = systemClock.after(readingMs, onSilence)
    })
    cancel = () => {
      cancelWait()
      call.cancel()
    }
  }

  function onAnswer(): void {
    if (stopped) return
    cancel()
    isFresh = true
    cancel = systemClock.after(tickMs, tick)
  }

  return () => {
    stopped = true
    cancel()
  }
}

const same = (bytes: Buffer) => bytes
