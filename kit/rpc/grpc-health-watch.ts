import { type Client, Metadata, type StatusObject, status } from '@grpc/grpc-js'
import {
  HealthCheckResponseSchema,
  HealthCheckResponse_ServingStatus as Serving,
} from '#contracts/gen/grpc/health/v1/health_pb.js'
import { systemClock } from '../clock.ts'
import { decode } from './binary.ts'

const watchPath = '/grpc.health.v1.Health/Watch'
const againMs = 1000

/**
 * Follows whether the process behind a connection says that it can do its work. One that was never asked such
 * a thing can. The returned function stops it.
 */
export function watchHealth(client: Client, see: (isServing: boolean) => void): () => void {
  let stopped = false
  let cancel: () => void = () => undefined

  function ask(): void {
    const call = client.makeServerStreamRequest(watchPath, same, same, Buffer.alloc(0), new Metadata())
    call.on('data', (bytes: Buffer) => stopped || see(isServing(bytes)))
    call.on('status', ({ code }: StatusObject) => end(code === status.UNIMPLEMENTED))
    // Told by the status already; unheard it would end the process.
    call.on('error', () => undefined)
    cancel = () => call.cancel()
  }

  function end(isUnasked: boolean): void {
    if (stopped) return
    see(isUnasked)
    if (!isUnasked) cancel = systemClock.after(againMs, ask)
  }

  ask()
  return () => {
    stopped = true
    cancel()
  }
}

const same = (bytes: Buffer) => bytes

function isServing(bytes: Buffer): boolean {
  return decode(HealthCheckResponseSchema, bytes).status === Serving.SERVING
}
