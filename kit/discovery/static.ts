import type { Discovery, Instance, Registration } from './discovery.ts'

/** Of an instance that is only an address. */
const unknown = { zone: '', version: '', weight: 100, state: 'ready' } as const

/**
 * Who answers for which service, by configuration: `host:port` of each instance. Nothing ever changes, and
 * who registers is known to nobody by it.
 */
export function createStaticDiscovery(addresses: Readonly<Record<string, readonly string[]>>): Discovery {
  const instances = new Map(
    Object.entries(addresses).map(([service, all]) => [service, all.map(instanceAt)] as const),
  )
  return {
    register: async () => registration,
    watch(service, see) {
      let watched = true
      queueMicrotask(() => watched && see(instances.get(service) ?? []))
      return () => {
        watched = false
      }
    },
    ready: async () => true,
    stop: async () => undefined,
  }
}

function instanceAt(address: string): Instance {
  return { id: address, address, ...unknown }
}

const registration: Registration = {
  isKnown: () => true,
  change: async () => undefined,
  withdraw: async () => undefined,
}
