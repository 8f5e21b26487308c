import {
  Health as HealthService,
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

/** The health of this process as it is told to others. */
export interface Health {
  readonly served: Served
  /** Has everyone who watches told anew, at once. */
  tell(): void
}

/** Asked for by this name, a process is healthy as long as it answers at all, as GET /livez tells it. */
export const aliveName = 'livez'

/**
 * grpc.health.v1: the readiness of this process, under the empty name and the name of every service it
 * serves; and under `livez` whether it answers at all.
 */
export function createHealth({ clock, ready, names }: HealthNeeds): Health {
  const naps = createNaps(clock)
  const readyForWatchers = remembered(clock, ready)

  async function statusOf(service: string, isReady: () => Promise<boolean>): Promise<Serving> {
    if (service === aliveName) return Serving.SERVING
    if (service !== '' && !names().includes(service)) return Serving.SERVICE_UNKNOWN
    return (await isReady()) ? Serving.SERVING : Serving.NOT_SERVING
  }

  const served = serve(HealthService, {
    async check({ service }) {
      const status = await statusOf(service, ready)
      if (status === Serving.SERVICE_UNKNOWN) {
        throw new Fault('missing', 'ROUTE_MISSING', 'There is no such service here')
      }
      return { status }
    },
    async *watch({ service }) {
      const { signal } = currentContext()
      let told: Serving | undefined
      while (!signal.aborted) {
        const status = await statusOf(service, readyForWatchers.ask)
        if (status !== told) yield { status }
        told = status
        await naps.nap(watchEveryMs, signal)
      }
    },
  })
  return {
    served,
    tell() {
      readyForWatchers.forget()
      naps.wakeAll()
    },
  }
}

/** Every client watches, and asking all parts of the process is not free. */
function remembered(clock: Clock, ready: () => Promise<boolean>) {
  let answer: Promise<boolean> | undefined
  let askedAt = 0
  return {
    ask() {
      if (answer === undefined || clock.now() - askedAt >= watchEveryMs / 2) {
        askedAt = clock.now()
        answer = ready()
      }
      return answer
    },
    forget() {
      answer = undefined
    },
  }
}

/** Pauses that end early together. */
function createNaps(clock: Clock) {
  const wakes = new Set<() => void>()
  return {
    nap: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const wake = () => {
          cancel()
          wakes.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const cancel = clock.after(ms, wake)
        wakes.add(wake)
        signal.addEventListener('abort', wake)
      }),
    wakeAll() {
      for (const wake of [...wakes]) wake()
    },
  }
}
