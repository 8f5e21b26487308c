import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Instance } from './discovery.ts'
import type { NacosConnection } from './nacos-connection.ts'
import { type ServiceView, viewOf } from './nacos-instances.ts'
import { tellChanges } from './told.ts'

export interface NacosWatchesNeeds {
  readonly connection: NacosConnection
  readonly clock: Clock
  readonly log: Log
  readonly place: Readonly<Record<string, string>>
}

/**
 * A Nacos that has just come back knows nobody until each process has found it again. For this long who was
 * seen before stays seen.
 */
const graceMs = 10_000

/** Subscribes to services, and tells their watchers what Nacos says. */
export function createNacosWatches({ connection, clock, log, place }: NacosWatchesNeeds) {
  const watched = new Map<string, Watched>()

  async function ask(service: string, subscribe: boolean): Promise<void> {
    if (connection.current() === 0) return
    const body = { ...place, serviceName: service, subscribe, clusters: '' }
    const { serviceInfo } = await connection.ask('SubscribeServiceRequest', body)
    if (subscribe) hear(serviceInfo)
  }
  function askSoon(service: string, subscribe: boolean): void {
    ask(service, subscribe).catch((error) => log.debug('a subscription waits', { service, subscribe, error }))
  }

  function hear(serviceInfo: unknown): void {
    const view = viewOf(serviceInfo)
    watched.get(view.service)?.hear(view)
  }

  /** A subscription that is made again answers all instances. */
  async function subscribeAll(): Promise<void> {
    await Promise.all([...watched.keys()].map((service) => ask(service, true)))
  }

  return {
    hear,
    /** On a new connection, which Nacos knows nothing of. */
    async begin() {
      for (const each of watched.values()) each.beginAgain(clock.now() + graceMs)
      await subscribeAll()
    },
    watch(service: string, see: (instances: readonly Instance[]) => void): () => void {
      const known = watched.get(service)
      const entry = known ?? createWatched(clock)
      watched.set(service, entry)
      const stop = entry.add(see)
      if (!known) askSoon(service, true)
      return () => {
        stop()
        if (!entry.isEmpty() || watched.get(service) !== entry) return
        watched.delete(service)
        askSoon(service, false)
      }
    },
    reconcile: subscribeAll,
    stop: () => watched.clear(),
  }
}

type Watched = ReturnType<typeof createWatched>

/** What is known of one service, and who looks at it. */
function createWatched(clock: Clock) {
  const watchers = new Set<(instances: readonly Instance[]) => void>()
  /** Who was seen and has not been confirmed by the connection that is open now. */
  let unconfirmed: readonly Instance[] = []
  let seen: readonly Instance[] | undefined
  let heardAt = 0
  let graceUntil = 0

  return {
    isEmpty: () => watchers.size === 0,
    beginAgain(until: number) {
      unconfirmed = seen ?? []
      heardAt = 0
      graceUntil = until
    },
    hear({ instances, at }: ServiceView) {
      if (at < heardAt) return
      heardAt = at
      unconfirmed = clock.now() < graceUntil ? unconfirmed.filter((one) => !isTold(one, instances)) : []
      seen = [...instances, ...unconfirmed]
      for (const tell of watchers) tell(seen)
    },
    add(see: (instances: readonly Instance[]) => void): () => void {
      const tell = tellChanges(see)
      watchers.add(tell)
      // Nobody hears anything before they know how to stop it.
      queueMicrotask(() => watchers.has(tell) && seen !== undefined && tell(seen))
      return () => void watchers.delete(tell)
    },
  }
}

/** Whether Nacos tells of this instance, or of another that has its address now. */
function isTold({ id, address }: Instance, instances: readonly Instance[]): boolean {
  return instances.some((one) => one.id === id || one.address === address)
}
