/** What `/v1/agent/service/register` is told, as far as the stand-in understands it. */
export interface Registered {
  readonly ID: string
  readonly Name: string
  readonly Address: string
  readonly Port: number
  readonly Meta: Readonly<Record<string, string>>
  readonly Weights: { readonly Passing: number; readonly Warning: number }
  readonly Check: {
    readonly CheckID: string
    readonly TTL?: string
    readonly HTTP?: string
    readonly Interval?: string
    readonly Status?: Status
    readonly DeregisterCriticalServiceAfter?: string
  }
}

export type Status = 'passing' | 'warning' | 'critical'

interface Check {
  readonly CheckID: string
  Status: Status
}

interface Held {
  readonly service: Registered
  readonly check: Check
  maintained: boolean
  /** Cancels what time would do to it: asking, running out, being thrown out. */
  readonly timers: Set<NodeJS.Timeout>
}

/**
 * The memory of an agent: services, their checks, and an index that grows with every change. `stop` is its
 * end; `begin` starts it again, its index from one, with the services it had.
 */
export function createAgent(hurry: number) {
  const durationMs = (text: string | undefined) => goDurationMs(text) / hurry
  const held = new Map<string, Held>()
  let index = 1
  const waiting: (() => void)[] = []
  let running = true

  function changed() {
    index++
    for (const resolve of waiting.splice(0)) resolve()
  }
  function setStatus(entry: Held, status: Status) {
    if (entry.check.Status === status) return
    entry.check.Status = status
    const afterMs = durationMs(entry.service.Check.DeregisterCriticalServiceAfter)
    if (status === 'critical' && afterMs > 0) {
      later(entry, afterMs, () => entry.check.Status === 'critical' && remove(entry.service.ID))
    }
    changed()
  }
  /** The status that somebody reports; a TTL begins again with it. */
  function report(entry: Held, status: Status) {
    const ttlMs = durationMs(entry.service.Check.TTL)
    if (ttlMs > 0) {
      forgetTimers(entry)
      later(entry, ttlMs, () => setStatus(entry, 'critical'))
    }
    setStatus(entry, status)
  }
  async function ask(entry: Held) {
    const { HTTP, Interval } = entry.service.Check
    if (HTTP === undefined || held.get(entry.service.ID) !== entry) return
    const status = await fetch(HTTP, { signal: AbortSignal.timeout(2000) }).then(
      ({ status }) => (status < 300 ? 'passing' : status === 429 ? 'warning' : 'critical'),
      () => 'critical' as const,
    )
    if (held.get(entry.service.ID) !== entry) return
    setStatus(entry, status)
    later(entry, durationMs(Interval), () => void ask(entry))
  }
  function register(service: Registered) {
    const before = held.get(service.ID)
    if (before) forgetTimers(before)
    const check = { CheckID: service.Check.CheckID, Status: service.Check.Status ?? 'critical' }
    const entry: Held = { service, check, maintained: before?.maintained ?? false, timers: new Set() }
    held.set(service.ID, entry)
    report(entry, check.Status)
    if (service.Check.HTTP !== undefined)
      later(entry, durationMs(service.Check.Interval), () => void ask(entry))
    changed()
  }
  function remove(id: string): boolean {
    const entry = held.get(id)
    if (entry) forgetTimers(entry)
    const removed = held.delete(id)
    if (removed) changed()
    return removed
  }
  return {
    register,
    remove,
    has: (id: string) => held.has(id),
    services: () => Object.fromEntries([...held].map(([id, { service }]) => [id, service])),
    maintain(id: string, enable: boolean): boolean {
      const entry = held.get(id)
      if (entry && entry.maintained !== enable) {
        entry.maintained = enable
        changed()
      }
      return entry !== undefined
    },
    /** Sets what a check says, by its id; false where there is none. */
    report(checkId: string, status: Status): boolean {
      const entry = [...held.values()].find(({ check }) => check.CheckID === checkId)
      if (entry) report(entry, status)
      return entry !== undefined
    },
    index: () => index,
    /** Resolves at the next change, at the end of the agent, or when the time is over. */
    async change(withinMs: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      const timer = setTimeout(resolve, withinMs)
      await promise
      clearTimeout(timer)
    },
    entriesOf: (name: string) =>
      [...held.values()]
        .filter(({ service }) => service.Name === name)
        .map(({ service, check, maintained }) => ({
          Node: { Node: 'one', Address: '127.0.0.1' },
          Service: service,
          Checks: [
            { CheckID: 'serfHealth', Status: 'passing' },
            { ...check },
            ...(maintained
              ? [{ CheckID: `_service_maintenance:${service.ID}`, Status: 'critical' as const }]
              : []),
          ],
        })),
    isRunning: () => running,
    stop() {
      running = false
      for (const entry of held.values()) forgetTimers(entry)
      for (const resolve of waiting.splice(0)) resolve()
    },
    /** As its files had it: TTL checks begin as critical, the others as they were. */
    begin() {
      running = true
      index = 1
      for (const entry of held.values()) {
        if (entry.service.Check.TTL !== undefined) entry.check.Status = 'critical'
        else later(entry, durationMs(entry.service.Check.Interval), () => void ask(entry))
      }
    },
    forget: () => held.clear(),
  }
}

export type Agent = ReturnType<typeof createAgent>

function later({ timers }: Held, ms: number, work: () => void): void {
  const timer = setTimeout(() => {
    timers.delete(timer)
    work()
  }, ms)
  timers.add(timer)
}

function forgetTimers({ timers }: Held): void {
  for (const timer of timers) clearTimeout(timer)
  timers.clear()
}

/** Of a duration as Go writes it: `10s`, `1m`, `250ms`; 0 for none. */
export function goDurationMs(text: string | undefined): number {
  const [, count = '0', unit = 's'] = /^([\d.]+)(ms|s|m)$/.exec(text ?? '') ?? []
  return Number(count) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0)
}
