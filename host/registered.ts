import type { Discovery, Instance, Registration } from '#kit/discovery/discovery.ts'
import type { Part } from '#kit/lifecycle/part.ts'

export interface RegisteredNeeds {
  readonly discovery: Discovery
  readonly services: readonly string[]
  /** Asked when it starts, because only then its address is known. */
  readonly instance: () => Instance
}

export interface Registered extends Part {
  /** Whether others can find it now, as far as this process can tell. */
  isKnown(): boolean
}

/**
 * Keeps this process known while it can be called: it is registered after its server has started, says that
 * it is draining as soon as it is to stop, and is taken out at the end. It is not ready before the registry
 * has had it once: until then it knows nobody either, and whatever it was asked would fail.
 */
export function createRegistered({ discovery, services, instance }: RegisteredNeeds): Registered {
  let registration: Registration | undefined
  let wasKnown = false
  const isKnown = () => registration?.isKnown() ?? false
  return {
    name: 'registration',
    isKnown,
    async ready() {
      wasKnown ||= isKnown()
      return wasKnown
    },
    async start() {
      registration = await discovery.register(services, instance())
      wasKnown = isKnown()
    },
    drain: async () => registration?.change({ state: 'draining' }),
    stop: async () => registration?.withdraw(),
  }
}
