import type { Bus } from '#kit/messaging/bus.ts'

/**
 * A bus within one process that refuses messages somebody elsewhere should hear: a part of the platform that
 * is started alone keeps them in its outbox, because here they would count as heard.
 */
export function keepingBus(bus: Bus, heardElsewhere: ReadonlySet<string>): Bus {
  return {
    ...bus,
    async publish(messages, attempt) {
      const kept = messages.filter(({ type }) => heardElsewhere.has(type)).map(({ id }) => id)
      if (kept.length === 0) return bus.publish(messages, attempt)
      const here = messages.filter(({ type }) => !heardElsewhere.has(type))
      return [...kept, ...(await bus.publish(here, attempt))]
    },
  }
}
