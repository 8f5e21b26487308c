import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import type { Discovery, Instance } from './discovery.ts'

/** Who answers for one service, as far as it is to be believed. */
export interface View {
  /** All of them, draining ones too; empty until something is known. */
  instances(): readonly Instance[]
  /** `host:port` of those that take new work. */
  addresses(): readonly string[]
  stop(): void
}

export interface ViewNeeds {
  readonly discovery: Discovery
  readonly service: string
  readonly clock: Clock
  readonly log: Log
}

/** How long a registry that has suddenly lost half of a service or more is not believed, in ms. */
export const doubtMs = 60_000

/**
 * The last good view of a service. Who is new or draining is believed at once, and so is who leaves after
 * draining or by ones. But where more than half of those that were there are missing in one push, it is more
 * likely that the registry lost them than that they died together: they stay in view for a minute.
 */
export function createView({ discovery, service, clock, log }: ViewNeeds): View {
  let instances: readonly Instance[] = []
  let addresses: readonly string[] = []
  let latest: readonly Instance[] = []
  let endDoubt: (() => void) | undefined

  function believe(now: readonly Instance[]) {
    instances = now
    addresses = now.filter(isReady).map(({ address }) => address)
  }
  function trust(pushed: readonly Instance[]) {
    endDoubt?.()
    endDoubt = undefined
    believe(pushed)
  }
  function see(pushed: readonly Instance[]) {
    latest = pushed
    const missing = instances.filter((each) => isReady(each) && !isReplaced(each, pushed))
    if (missing.length === 0 || pushed.length * 2 >= instances.filter(isReady).length) return trust(pushed)
    believe([...pushed, ...missing])
    if (endDoubt) return
    log.warn('the registry lost most of a service: not believed for now', {
      service,
      missing: missing.length,
    })
    endDoubt = clock.after(doubtMs, () => trust(latest))
  }

  const unwatch = discovery.watch(service, see)
  return {
    instances: () => instances,
    addresses: () => addresses,
    stop() {
      endDoubt?.()
      unwatch()
    },
  }
}

const isReady = ({ state }: Instance) => state === 'ready'

/** Whether it is there itself, or another one at its address. */
function isReplaced({ id, address }: Instance, pushed: readonly Instance[]): boolean {
  return pushed.some((each) => each.id === id || each.address === address)
}
