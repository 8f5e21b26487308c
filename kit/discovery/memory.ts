import type { Clock } from '../clock.ts'
import { type Random, seededRandom } from '../random.ts'
import { type Log, silentLog } from '../telemetry/log.ts'
import type { Discovery, Instance } from './discovery.ts'
import type { Announcer } from './keep.ts'
import { discoveryBy, type Registry } from './registry.ts'
import { tellChanges } from './told.ts'

export interface MemoryDiscoveryNeeds {
  /** Leases run out by it. */
  readonly clock: Clock
  readonly log?: Log
  /** Jitter of retries. */
  readonly random?: Random
  /** How long who is not renewed stays. */
  readonly ttlMs?: number
  readonly renewMs?: number
}

/** A registry in this process, which all that plays a process here shares. */
export interface MemoryRegistry {
  /** One process's way to it. */
  discovery(needs: MemoryDiscoveryNeeds): Discovery
  /** Takes it away from everybody, or brings it back with the leases that have not run out. */
  setReachable(reachable: boolean): void
  /** Loses everything, as a registry that starts again empty. */
  forget(): void
}

/** A registry for processes that end with this one: for tests and the simulator. */
export function createMemoryRegistry(): MemoryRegistry {
  const shelf = createShelf()
  return {
    discovery: (needs) => joinedTo(shelf, needs),
    setReachable: (reachable) => shelf.setReachable(reachable),
    forget: () => shelf.forget(),
  }
}

/** Discovery for the one process that everything runs in. */
export function createMemoryDiscovery(needs: MemoryDiscoveryNeeds): Discovery {
  return createMemoryRegistry().discovery(needs)
}

function joinedTo(shelf: Shelf, needs: MemoryDiscoveryNeeds): Discovery {
  const { clock, log = silentLog, random = seededRandom(1), ttlMs = 10_000, renewMs = 3000 } = needs
  const registry: Registry = {
    announcer: (services, id) => announcerOn(shelf, { services, id, clock, ttlMs }),
    follow: (service, see) => shelf.watch(service, see),
    ready: async () => shelf.isReachable(),
    close: () => undefined,
  }
  return discoveryBy(registry, { clock, log, random, renewMs })
}

interface Holder {
  readonly services: readonly string[]
  readonly id: string
  readonly clock: Clock
  readonly ttlMs: number
}

function announcerOn(shelf: Shelf, { services, id, clock, ttlMs }: Holder): Announcer {
  let cancelEnd: () => void = () => undefined
  const remove = () => {
    cancelEnd()
    for (const service of services) shelf.remove(service, id)
  }
  const lease = () => {
    cancelEnd()
    cancelEnd = clock.after(ttlMs, remove)
  }
  return {
    async announce(instance) {
      shelf.refuseIfAway()
      lease()
      for (const service of services) shelf.put(service, instance)
    },
    async renew() {
      shelf.refuseIfAway()
      lease()
      return services.every((service) => shelf.has(service, id))
    },
    async remove() {
      shelf.refuseIfAway()
      remove()
    },
  }
}

type Shelf = ReturnType<typeof createShelf>

/** What a registry holds, and who looks at it. */
function createShelf() {
  const held = new Map<string, Map<string, Instance>>()
  const looking = new Map<string, Set<() => void>>()
  let reachable = true

  const on = (service: string) => held.get(service) ?? new Map<string, Instance>()
  const show = (service: string) => {
    if (reachable) for (const look of looking.get(service) ?? []) look()
  }
  const showAll = () => {
    for (const service of looking.keys()) show(service)
  }
  return {
    isReachable: () => reachable,
    refuseIfAway() {
      if (!reachable) throw new Error('the registry is away')
    },
    has: (service: string, id: string) => on(service).has(id),
    put(service: string, instance: Instance) {
      held.set(service, on(service).set(instance.id, instance))
      show(service)
    },
    remove(service: string, id: string) {
      if (on(service).delete(id)) show(service)
    },
    watch(service: string, see: (instances: readonly Instance[]) => void): () => void {
      const tell = tellChanges(see)
      const look = () => tell(on(service).values())
      const watchers = looking.get(service) ?? new Set()
      looking.set(service, watchers.add(look))
      // Nobody hears anything before they know how to stop it.
      queueMicrotask(() => watchers.has(look) && reachable && look())
      return () => void watchers.delete(look)
    },
    setReachable(now: boolean) {
      reachable = now
      showAll()
    },
    forget() {
      held.clear()
      showAll()
    },
  }
}
