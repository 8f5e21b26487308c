import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import { backOffMs } from '../timers/back-off.ts'
import type { Found, Partition, Source } from './kafka-source.ts'

/** What a listener has read of one partition and not settled yet. */
export interface Window extends Source {
  /** Everything before this offset is settled: where another process would go on. */
  frontier(): bigint
  /** Forgets all of it: the partition is another's now. What is being applied may come to its end. */
  abandon(): void
  /** How many messages were refused and wait to be offered again. */
  held(): number
  /** Resolves once nothing is being applied. */
  idle(): Promise<void>
}

export interface WindowNeeds extends Partition {
  /** The offset to begin with. */
  readonly from: bigint
  /** Applies messages and answers those that must be offered again. Never throws. */
  readonly offer: (found: readonly Found[], attempt: number) => Promise<readonly Found[]>
  /** Called whenever the frontier may have moved or there may be room again. */
  readonly onSettled: () => void
  readonly clock: Clock
  readonly random: Random
}

/**
 * Offers what is read in batches, one after the other. What is refused is offered again after a back-off
 * (0.2 s · 2ᵏ up to 60 s, with jitter) while later messages go on, and holds the frontier back until it is
 * settled.
 */
export function createWindow(needs: WindowNeeds): Window {
  return new PartitionWindow(needs)
}

/** So many unsettled messages are held, and at most those of one fetch more. */
const unsettledMax = 1000
const batchMax = 100

class PartitionWindow implements Window {
  readonly topic: string
  readonly partition: number
  readonly #needs: WindowNeeds
  /** In the order of the partition, so that the first is the oldest. */
  readonly #unsettled = new Set<bigint>()
  readonly #offers = new Set<Promise<void>>()
  #waiting: readonly Found[] = []
  #position: bigint
  #isOffering = false
  #isAbandoned = false
  #held = 0

  constructor(needs: WindowNeeds) {
    this.topic = needs.topic
    this.partition = needs.partition
    this.#needs = needs
    this.#position = needs.from
  }

  position(): bigint {
    return this.#position
  }

  isFull(): boolean {
    return this.#unsettled.size >= unsettledMax
  }

  frontier(): bigint {
    const [oldest = this.#position] = this.#unsettled
    return oldest
  }

  take(found: readonly Found[], position: bigint): void {
    if (this.#isAbandoned) return
    for (const { offset } of found) this.#unsettled.add(offset)
    this.#waiting = [...this.#waiting, ...found]
    this.#position = position
    void this.#offerWaiting()
  }

  abandon(): void {
    this.#isAbandoned = true
    this.#waiting = []
  }

  held(): number {
    return this.#isAbandoned ? 0 : this.#held
  }

  async idle(): Promise<void> {
    await Promise.all(this.#offers)
  }

  async #offerWaiting(): Promise<void> {
    if (this.#isOffering) return
    this.#isOffering = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, batchMax)
      this.#waiting = this.#waiting.slice(batchMax)
      await this.#offer(batch, 0)
    }
    this.#isOffering = false
    this.#needs.onSettled()
  }

  #offer(found: readonly Found[], attempt: number): Promise<void> {
    const offer = this.#settle(found, attempt).finally(() => this.#offers.delete(offer))
    this.#offers.add(offer)
    return offer
  }

  async #settle(found: readonly Found[], attempt: number): Promise<void> {
    const refused = new Set(await this.#needs.offer(found, attempt))
    if (this.#isAbandoned) return
    for (const each of found) if (!refused.has(each)) this.#unsettled.delete(each.offset)
    if (refused.size > 0) this.#offerAgain([...refused], attempt)
    this.#needs.onSettled()
  }

  #offerAgain(refused: readonly Found[], attempt: number): void {
    const { clock, random } = this.#needs
    this.#held += refused.length
    clock.after(backOffMs(attempt, random), () => {
      this.#held -= refused.length
      if (!this.#isAbandoned) void this.#offer(refused, attempt + 1)
    })
  }
}
