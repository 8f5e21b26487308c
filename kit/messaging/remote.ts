import type { DeliveryService } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import type { Clock } from '../clock.ts'
import { withContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { within } from '../lifecycle/within.ts'
import type { Client } from '../rpc/service.ts'
import type { Log } from '../telemetry/log.ts'
import type { Envelope } from './bus.ts'
import type { Listener } from './fan-out.ts'

/** Reaches the `Deliver` of a process. */
export type DeliveryClient = Client<typeof DeliveryService>

/** A listener in another process. */
export interface RemoteListener {
  /** Full names of the events it listens to. */
  readonly types: readonly string[]
  /** Reaches one process of the listener per call. */
  readonly client: DeliveryClient
}

/** How long a publish waits for one listener before it goes on without it. */
const patienceMs = 1000
const restMs = { first: 100, longest: 5000 }

const asRelay = { by: { kind: 'system', id: 'relay' }, sessionId: '' } as const

/**
 * Reaches a listener by rpc. One that is down or hangs is left alone for a while (0.1 s doubling up to 5 s)
 * and refuses at once meanwhile, so that it does not slow down the others.
 */
export function createRemoteListener(
  name: string,
  { types, client }: RemoteListener,
  clock: Clock,
): Listener {
  let failures = 0
  let restsUntil = 0

  return {
    name,
    types: new Set(types),
    async deliver(messages, attempt) {
      if (clock.now() < restsUntil)
        throw new Fault('unavailable', 'UNREACHABLE', `${name} was not to be reached`)
      try {
        const call = () => client.deliver({ listener: name, messages, attempt })
        const { refusedIds } = await within(clock, patienceMs, () => withContext(asRelay, call))
        failures = 0
        return refusedIds
      } catch (error) {
        restsUntil = clock.now() + Math.min(restMs.longest, restMs.first * 2 ** failures++)
        throw error
      }
    },
  }
}

/** A process that may watch: told what happens, best effort. */
export interface RemoteWatcher {
  /** Full names of the events it watches; all when absent. */
  readonly types?: readonly string[]
  readonly client: DeliveryClient
}

/** A process that does not keep up misses messages rather than have them pile up here. */
const tellingMax = 16

/** Tells those of the processes, by name, that watch; never blocks and never throws. */
export type TellRemote = (
  watchers: Readonly<Record<string, RemoteWatcher>>,
  messages: readonly Envelope[],
) => void

/** Tells processes by rpc and waits for none of them. */
export function createTellRemote(log: Log): TellRemote {
  const telling = new Map<string, number>()

  async function tell(name: string, client: DeliveryClient, messages: readonly Envelope[]): Promise<void> {
    const before = telling.get(name) ?? 0
    if (before >= tellingMax) return
    telling.set(name, before + 1)
    try {
      await client.deliver({ listener: '', messages, attempt: 0 })
    } catch (error) {
      log.debug('a process missed what it watches', { process: name, count: messages.length, error })
    } finally {
      const left = (telling.get(name) ?? 1) - 1
      if (left > 0) telling.set(name, left)
      else telling.delete(name)
    }
  }

  return (watchers, messages) => {
    for (const [name, { types, client }] of Object.entries(watchers)) {
      const watched = types ? messages.filter(({ type }) => types.includes(type)) : messages
      if (watched.length > 0) void withContext(asRelay, () => tell(name, client, watched))
    }
  }
}
