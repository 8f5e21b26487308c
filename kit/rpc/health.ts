import {
  Health,
  HealthCheckResponse_ServingStatus as Serving,
} from '#contracts/gen/grpc/health/v1/health_pb.js'
import type { Clock } from '../clock.ts'
import { currentContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { type Served, serve } from './service.ts'

const watchEveryMs = 1000

export interface HealthNeeds {
  readonly clock: Clock
  /** Whether this process can do its work now. */
  ready(): Promise<boolean>
  /** Full names of the services that are here. */
  names(): readonly string[]
}

/**
 * grpc.health.v1: the readiness of this process, under the empty name and the name of every service it
 * serves.
 */
export function healthService({ clock, ready, names }: HealthNeeds): Served {
  async function statusOf(service: string): Promise<Serving> {
    if (service !== '' && !names().includes(service)) return Serving.SERVICE_UNKNOWN
    return (await ready()) ? Serving.SERVING : Serving.NOT_SERVING
  }

  return serve(Health, {
    async check({ service }) {
      const status = await statusOf(service)
      if (status === Serving.SERVICE_UNKNOWN) {
        throw new Fault('missing', 'ROUTE_MISSING', 'There is no such service here')
      }
      return { status }
    },
    async *watch({ service }) {
      const { signal } = currentContext()
      let told: Serving | undefined
      while (!signal.aborted) {
        const status = await statusOf(service)
        if (status !== told) yield { status }
        told = status
        await clock.sleep(watchEveryMs, signal)
      }
    },
  })
}
