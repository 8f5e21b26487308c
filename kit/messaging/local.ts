import { Fault } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import type { Bus, Deliver, Envelope } from './bus.ts'
import type { Listener } from './fan-out.ts'

/** Those of this process who listen and watch. */
export interface Local extends Pick<Bus, 'listen' | 'watch' | 'drain' | 'stop'> {
  /** One per name; where a name registered more than once, its registrations take turns. */
  listeners(): readonly Listener[]
  /** Lets the watchers see; one that throws is logged and the others still see. */
  tell(messages: readonly Envelope[]): void
  /**
   * Throws Fault unavailable SHUTTING_DOWN after `stop`: nobody would hear, so nothing may count as heard.
   */
  mustRun(): void
}

interface Watcher {
  readonly types: ReadonlySet<string>
  see(message: Envelope): void
}

/** Nobody listens or watches at first. A watcher that throws is logged. */
export function createLocal(log: Log): Local {
  const listeners = new Map<string, Listener>()
  const watchers: Watcher[] = []
  let stopped = false

  function show(watcher: Watcher, message: Envelope): void {
    try {
      if (watcher.types.has(message.type)) watcher.see(message)
    } catch (error) {
      log.error('a watcher failed', { id: message.id, type: message.type, error })
    }
  }

  return {
    async listen(name, types, deliver) {
      const other = listeners.get(name)
      const joint = other ? takeTurns(other.deliver, deliver) : deliver
      listeners.set(name, { name, types: new Set([...(other?.types ?? []), ...types]), deliver: joint })
    },
    async watch(types, see) {
      watchers.push({ types: new Set(types), see })
    },
    // What comes in comes by calls, and whoever serves them ends them.
    drain: async () => undefined,
    async stop() {
      stopped = true
    },
    listeners: () => [...listeners.values()],
    tell(messages) {
      for (const message of messages) for (const watcher of watchers) show(watcher, message)
    },
    mustRun() {
      if (stopped) throw new Fault('unavailable', 'SHUTTING_DOWN', 'The bus has stopped')
    },
  }
}

function takeTurns(one: Deliver, other: Deliver): Deliver {
  let turn = 0
  return (messages, attempt) => (turn++ % 2 === 0 ? one : other)(messages, attempt)
}
