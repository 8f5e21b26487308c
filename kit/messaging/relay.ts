import type { Clock } from '../clock.ts'
import type { Part } from '../lifecycle/part.ts'
import { within } from '../lifecycle/within.ts'
import type { Random } from '../random.ts'
import type { Storage } from '../storage/storage.ts'
import type { Log } from '../telemetry/log.ts'
import { histogram } from '../telemetry/metrics.ts'
import { backOffMs } from '../timers/back-off.ts'
import { createLoop, type Loop } from '../timers/loop.ts'
import type { Bus } from './bus.ts'
import { createOutboxRows, envelopeOf, type Offered, type OutboxRow, type OutboxRows } from './outbox-rows.ts'

export interface RelayNeeds<Tables> {
  /** How logs name it; `relay` unless told otherwise. */
  readonly name?: string
  readonly storage: Storage<Tables>
  readonly bus: Bus
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
  /** At most so many messages at once: 100 unless told otherwise. */
  readonly batch?: number
  /** How often the outbox is looked at when nothing wakes the relay: 1 s unless told otherwise. */
  readonly sweepMs?: number
  /** How long `drain` goes on publishing what is there: 3 s unless told otherwise. */
  readonly drainMs?: number
  /** True where other processes share the database; each then publishes what it announced itself. */
  readonly shared?: boolean
  /** The process, as its outbox calls it; counts only where the database is shared. */
  readonly owner?: string
  /** How long another's message may be overdue before it counts as left: 5 s unless told otherwise. */
  readonly adoptAfterMs?: number
}

/**
 * Publishes what stands in the outbox and deletes what is settled; what the bus refuses is offered again with
 * back-off (0.2 s · 2ᵏ up to 60 s, with jitter), for ever. A crash between publishing and deleting offers a
 * message twice, never not at all.
 *
 * Messages of one key leave in the order they were announced, but a refused one does not hold back those
 * behind it: events carry the version of what they tell of, so listeners bear any order, and one bad message
 * stops nothing.
 *
 * Processes that share a database each publish their own, and what a dead one has left is adopted by another.
 * One that is only slow may then publish the same message too, which is harmless.
 */
export function createRelay<Tables>(needs: RelayNeeds<Tables>): Part {
  return new Relay(needs)
}

const defaults = {
  name: 'relay',
  batch: 100,
  sweepMs: 1000,
  drainMs: 3000,
  shared: false,
  owner: '',
  adoptAfterMs: 5000,
}

const lastLookMs = 1000

const outboxAge = histogram('messaging.outbox.age', {
  description: 'age of the oldest message in each batch that was offered',
  unit: 'ms',
})

class Relay<Tables> implements Part {
  readonly name: string
  readonly #needs: RelayNeeds<Tables> & typeof defaults
  readonly #outbox: OutboxRows
  readonly #loop: Loop
  #endsAt = Number.POSITIVE_INFINITY
  #adoptsAt = 0
  #stopHearing: (() => void) | undefined

  constructor(given: RelayNeeds<Tables>) {
    const needs = { ...defaults, ...given }
    this.name = needs.name
    this.#needs = needs
    this.#outbox = createOutboxRows(needs.storage, needs.shared ? needs.owner : undefined)
    this.#loop = createLoop({ ...needs, work: () => this.#publishAll() })
  }

  async start(): Promise<void> {
    this.#stopHearing = this.#needs.storage.onSignal('outbox', this.#loop.wake)
    this.#loop.start()
  }

  /** Publishes what is there, within the bound; what is announced later waits for the next start. */
  async drain(): Promise<void> {
    const { clock, drainMs } = this.#needs
    this.#stopHearing?.()
    this.#endsAt = clock.now() + drainMs
    this.#loop.wake()
    await within(clock, drainMs, this.#loop.stop)
  }

  /** Whoever answers calls until the end announces until the end, so the outbox is looked at once more. */
  async stop(): Promise<void> {
    const { clock, log } = this.#needs
    this.#stopHearing?.()
    await this.#loop.stop()
    this.#endsAt = clock.now() + lastLookMs
    await within(clock, lastLookMs, () => this.#publishAll()).catch((error) => {
      log.warn('the outbox could not be emptied; the next start goes on with it', { error })
    })
  }

  async #publishAll(): Promise<void> {
    const { clock, batch } = this.#needs
    await this.#adopt()
    let isFull = true
    while (isFull && clock.now() < this.#endsAt) {
      const rows = await this.#outbox.due(clock.now(), batch)
      if (rows.length > 0) await this.#publish(rows)
      isFull = rows.length === batch
    }
  }

  /** As often as the outbox is looked at unasked, however often it is looked at. */
  async #adopt(): Promise<void> {
    const { clock, batch, shared, sweepMs, adoptAfterMs, log } = this.#needs
    const now = clock.now()
    const isEnding = this.#endsAt < Number.POSITIVE_INFINITY
    if (!shared || isEnding || now < this.#adoptsAt) return
    const count = await this.#outbox.adopt(now, now - adoptAfterMs, batch)
    if (count > 0) log.warn('messages that another process left behind are adopted', { count })
    if (count < batch) this.#adoptsAt = now + sweepMs
    else this.#loop.wake()
  }

  async #publish(rows: readonly OutboxRow[]): Promise<void> {
    const byAttempts = Map.groupBy(rows, ({ attempts }) => attempts)
    const offers = [...byAttempts].map(([attempts, some]) => this.#offer(some, attempts))
    const offered = await Promise.all(offers)
    await this.#outbox.settle(offered)
    const oldest = Math.min(...rows.map(({ created_at }) => created_at))
    outboxAge.record(this.#needs.clock.now() - oldest, { relay: this.name })
    for (const { refused, nextAt } of offered) if (refused.length > 0) this.#loop.wakeAt(nextAt)
  }

  /** Answers what is to be written down about rows of like attempts. */
  async #offer(rows: readonly OutboxRow[], attempts: number): Promise<Offered> {
    const { clock, random } = this.#needs
    const refusedIds = await this.#refusedBy(rows, attempts)
    return {
      settled: rows.filter(({ msg_id }) => !refusedIds.has(msg_id)),
      refused: rows.filter(({ msg_id }) => refusedIds.has(msg_id)),
      nextAt: clock.now() + backOffMs(attempts, random),
    }
  }

  async #refusedBy(rows: readonly OutboxRow[], attempts: number): Promise<ReadonlySet<string>> {
    const { bus, log } = this.#needs
    try {
      return new Set(await bus.publish(rows.map(envelopeOf), attempts))
    } catch (error) {
      log.warn('the bus took no messages; they are offered again', { count: rows.length, attempts, error })
      return new Set(rows.map(({ msg_id }) => msg_id))
    }
  }
}
