import { type Log, silentLog } from '../telemetry/log.ts'
import type { Bus } from './bus.ts'
import { createFanOut } from './fan-out.ts'
import { createLocal } from './local.ts'

/**
 * Events within one process. It stores nothing: a message is published once all its listeners have committed,
 * and until then the outbox keeps it. Whoever listens must be registered before the relays start, because a
 * type that nobody listens to counts as heard. Watchers see a message after its listeners, each time it is
 * offered.
 */
export function createMemoryBus({ log = silentLog }: { readonly log?: Log } = {}): Bus {
  const local = createLocal(log)
  const fanOut = createFanOut(log)

  return {
    async publish(messages, attempt) {
      local.mustRun()
      const refusedIds = await fanOut(local.listeners(), messages, attempt)
      local.tell(messages)
      return refusedIds
    },
    listen: local.listen,
    watch: local.watch,
    drain: local.drain,
    stop: local.stop,
  }
}
