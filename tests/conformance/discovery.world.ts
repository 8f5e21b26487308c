import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Clock } from '#kit/clock.ts'
import type { Discovery, Instance } from '#kit/discovery/discovery.ts'

/** A registry and the processes that use it; started once for the whole suite. */
export interface DiscoveryWorld {
  /** One more process, with an adapter of its own. The suite stops it. */
  join(): Discovery
  /** What the adapters live by. */
  readonly clock: Clock
  /** How long the registry keeps who is no longer renewed; the suite waits a little longer. */
  readonly leaseMs: number
  /** Lets time pass where it does not by itself; called again and again while the suite waits. */
  tick?(): void
  /** Ends the registry as a crash would. */
  takeAway(): Promise<void>
  /** Starts it again where it was, with what it had on its disk. */
  bringBack(): Promise<void>
  /** Starts it again where it was, with nothing. */
  bringBackEmpty(): Promise<void>
  close(): Promise<void>
}

/** Where a test meets the world; service names are its own, because the registry is everybody's. */
export type Hall = ReturnType<typeof createHall>

export function createHall(start: () => Promise<DiscoveryWorld>) {
  let opened: DiscoveryWorld | undefined
  let joined: Discovery[] = []
  let names = 0

  const world = (): DiscoveryWorld => {
    assert.ok(opened, 'the world has begun')
    return opened
  }
  const join = (): Discovery => {
    const discovery = world().join()
    joined.push(discovery)
    return discovery
  }
  return {
    world,
    join,
    open: async () => {
      opened = await start()
    },
    leave: async () => {
      await Promise.all(joined.map((each) => each.stop()))
      joined = []
    },
    close: async () => opened?.close(),
    name: (what: string) => `${what}-${++names}`,
    /** Waits for a state while time passes; at most a lease and fifteen seconds. */
    until: (t: TestContext, belief: () => void | Promise<void>) =>
      t.waitFor(
        () => {
          world().tick?.()
          return belief()
        },
        { interval: 10, timeout: world().leaseMs + 15_000 },
      ),
    /** What a promise answers, time passing meanwhile. */
    settled: async <T>(promise: Promise<T>): Promise<T> => {
      const ticking = setInterval(() => world().tick?.(), 10)
      return promise.finally(() => clearInterval(ticking))
    },
    /** Another process that watches a service. */
    watcher: (service: string) => seenBy(join(), service),
  }
}

export interface Seen {
  /** Every view that was shown, sorted by id. */
  readonly views: (readonly Instance[])[]
  /** The ids last seen; null before anything is known. */
  ids(): readonly string[] | null
  last(): readonly Instance[]
  stop(): void
}

export function seenBy(discovery: Discovery, service: string): Seen {
  const views: (readonly Instance[])[] = []
  const stop = discovery.watch(service, (instances) =>
    views.push([...instances].sort((one, other) => (one.id < other.id ? -1 : 1))),
  )
  const last = () => views.at(-1) ?? []
  return { views, last, ids: () => (views.length === 0 ? null : last().map(({ id }) => id)), stop }
}

let ports = 7000
/** An instance like others; its address is its own. */
export function instance(id: string, more: Partial<Instance> = {}): Instance {
  const address = `127.0.0.1:${++ports}`
  return { id, address, zone: 'east', version: '1.4.0', weight: 100, state: 'ready', ...more }
}
