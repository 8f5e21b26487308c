import type { AgainNeeds } from './again.ts'
import type { Discovery, Instance } from './discovery.ts'
import { type Announcer, type Kept, keepKnown } from './keep.ts'

/** What one kind of registry can do; the rest of discovery is the same for all of them. */
export interface Registry {
  /** How an instance of this id is told about under each of these services. */
  announcer(services: readonly string[], id: string): Announcer
  /** Shows who answers for a service; the returned function ends it. */
  follow(service: string, see: (instances: readonly Instance[]) => void): () => void
  ready(): Promise<boolean>
  /** Lets go of its connections. */
  close(): void
}

export interface RegistryNeeds extends AgainNeeds {
  readonly renewMs: number
}

/** Discovery by a registry: knows what this process has going with it, and so how to stop. */
export function discoveryBy(registry: Registry, { clock, log, random, renewMs }: RegistryNeeds): Discovery {
  const kept = new Set<Kept>()
  const followed = new Set<() => void>()
  return {
    async register(services, instance) {
      const announcer = registry.announcer(services, instance.id)
      const registration = keepKnown({ instance, announcer, renewMs, clock, log, random })
      kept.add(registration)
      await registration.begun
      return registration
    },
    watch(service, see) {
      const end = registry.follow(service, see)
      followed.add(end)
      return () => {
        followed.delete(end)
        end()
      }
    },
    ready: () => registry.ready(),
    async stop() {
      for (const each of kept) each.abandon()
      for (const end of followed) end()
      registry.close()
    },
  }
}
