import { manualClock } from '#kit/clock.ts'
import { createMemoryRegistry } from '#kit/discovery/memory.ts'
import { discoverySuite } from './discovery.suite.ts'

discoverySuite('memory', {
  async start() {
    const clock = manualClock(1_700_000_000_000)
    const registry = createMemoryRegistry()
    return {
      join: () => registry.discovery({ clock }),
      clock,
      leaseMs: 10_000,
      tick: () => clock.advance(250),
      takeAway: async () => registry.setReachable(false),
      bringBack: async () => registry.setReachable(true),
      async bringBackEmpty() {
        registry.forget()
        registry.setReachable(true)
      },
      close: async () => undefined,
    }
  },
})
