import { isIPv4, isIPv6 } from 'node:net'
import { systemClock } from '../clock.ts'
import { onLeave } from './call.ts'
import { cancelled, unreachable } from './faults.ts'
import { Connection } from './grpc-connection.ts'
import type { Picker } from './picker.ts'

/** `host:port` of every instance, or one target in gRPC's own notation (`dns:///order:7003`). */
export type Addresses = string | (() => readonly string[])

export interface ChannelsNeeds {
  readonly addresses: Addresses
  readonly picker: Picker
  /** Whether instances are asked for their health. */
  readonly watchesHealth: boolean
}

/** How long a caller may wait for a connection. */
export interface Patience {
  /** By the machine's clock. */
  readonly until: number
  readonly signal: AbortSignal
}

/** One connection per instance, and who of them gets a call. */
export interface Channels {
  /**
   * An instance that is connected, and serving where any is; not `except` where another one is there.
   * Undefined where none is connected. Throws a fault `unavailable` where there is nowhere to connect to.
   */
  pick(except?: Connection): Connection | undefined
  /** The first that becomes connected. Rejects as soon as none can be, and everything was tried. */
  wait(patience: Patience): Promise<Connection>
  stop(): void
}

const lookMs = 250

const commonOptions = {
  'grpc.service_config_disable_resolution': 1,
  // A proxy for the outside world must not see calls between our own services.
  'grpc.enable_http_proxy': 0,
  'grpc.use_local_subchannel_pool': 1,
  // Bookkeeping for a debugger that nobody connects.
  'grpc.enable_channelz': 0,
  // It would try the same instance again.
  'grpc.enable_retries': 0,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
}

const roundRobinConfig = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] })

/** Follows the list of addresses: a change of it disturbs no connection to those that stay. */
export function createChannels({ addresses, picker, watchesHealth }: ChannelsNeeds): Channels {
  const list = createList({ addresses, watchesHealth, onChange: () => waiting.retryAll() })
  const waiting = createWaiting(chooseOrGiveUp)

  function choose(except?: Connection): Connection | undefined {
    const ready = list.ready()
    if (list.isEmpty()) throw unreachable(false)
    const others = except === undefined ? ready : ready.filter((each) => each !== except)
    if (others.length > 0) return picker.pick(others)
    return ready.length > 0 ? picker.pick(ready) : undefined
  }

  /** Undefined where it is worth while to wait. Throws where it is not. */
  function chooseOrGiveUp(): Connection | undefined {
    const picked = choose()
    if (picked === undefined && list.isHopeless()) throw unreachable(false)
    return picked
  }

  function lookAgain(): void {
    list.look()
    stopLooking = systemClock.after(lookMs, lookAgain)
  }
  let stopLooking: () => void = () => undefined
  lookAgain()

  return {
    pick(except) {
      list.look()
      return choose(except)
    },
    wait: waiting.wait,
    stop() {
      stopLooking()
      list.close()
    },
  }
}

interface ListNeeds extends Pick<ChannelsNeeds, 'addresses' | 'watchesHealth'> {
  readonly onChange: () => void
}

/** The connections to all that are on the list, opened and closed as they come and go. */
function createList({ addresses, watchesHealth, onChange }: ListNeeds) {
  const connections = new Map<string, Connection>()
  const isOne = typeof addresses !== 'string'
  const currentAddresses = typeof addresses === 'string' ? () => [addresses] : addresses
  const options = isOne ? commonOptions : { ...commonOptions, 'grpc.service_config': roundRobinConfig }
  let looked: readonly string[] = []
  let ready: readonly Connection[] = []
  let closed = false

  function update(): void {
    const all = [...connections.values()]
    const serving = all.filter(({ state }) => state === 'serving')
    ready = serving.length > 0 ? serving : all.filter(({ state }) => state === 'ready')
    onChange()
  }

  function show(wanted: readonly string[]): void {
    looked = [...wanted]
    for (const [address, connection] of connections) {
      if (wanted.includes(address)) continue
      connections.delete(address)
      connection.close()
    }
    for (const address of wanted) {
      if (connections.has(address)) continue
      const target = isOne ? targetOf(address) : address
      const needs = { address, target, options, isOne, watchesHealth, onChange: update }
      connections.set(address, new Connection(needs))
    }
    update()
  }

  return {
    /** Connected, and serving where any is. */
    ready: () => ready,
    isEmpty: () => connections.size === 0,
    isHopeless: () => [...connections.values()].every(({ state }) => state === 'failing'),
    look() {
      if (closed) return
      const wanted = currentAddresses()
      if (wanted !== looked && !isSame(wanted, looked)) show(wanted)
    },
    close() {
      closed = true
      show([])
    },
  }
}

/** Callers who wait until `choose` answers somebody or throws. */
function createWaiting(choose: () => Connection | undefined) {
  const retries = new Set<() => void>()

  function wait({ until, signal }: Patience): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        retries.delete(retry)
        stopTimer()
        stay()
        settled()
      }
      const retry = () => {
        try {
          const picked = choose()
          if (picked !== undefined) settle(() => resolve(picked))
        } catch (thrown) {
          settle(() => reject(thrown))
        }
      }
      // Nothing was sent, so this is no deadline that leaves the outcome open.
      const stopTimer = afterOrNever(until - systemClock.now(), () =>
        settle(() => reject(unreachable(false))),
      )
      const stay = onLeave(signal, () => settle(() => reject(cancelled())))
      retries.add(retry)
      retry()
    })
  }

  return {
    wait,
    retryAll() {
      for (const retry of [...retries]) retry()
    },
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((address, n) => address === others[n])
}

const furthestMs = 2 ** 31 - 1

function afterOrNever(ms: number, work: () => void): () => void {
  return ms > furthestMs ? () => undefined : systemClock.after(Math.max(0, ms), work)
}

/** The target for one instance in gRPC's notation. */
export function targetOf(address: string): string {
  const host = address.slice(0, address.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')
  if (isIPv4(host)) return `ipv4:${address}`
  return isIPv6(host) ? `ipv6:${address}` : `dns:///${address}`
}
