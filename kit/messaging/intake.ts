import type { Clock } from '../clock.ts'
import { outsideContext, withContext } from '../context.ts'
import type { Random } from '../random.ts'
import type { Log } from '../telemetry/log.ts'
import { backOffMs } from '../timers/back-off.ts'
import type { Deliver, Envelope } from './bus.ts'

/** A message that a broker handed to this process and waits to hear of. */
export interface Handed {
  readonly message: Envelope
  /** How often the broker had handed it out before: to this process or to one that ended over it. */
  readonly earlier: number
  /** Tells the broker that it need not keep the message. Called once, after the effects are committed. */
  settle(): void
}

/** What stands between a broker and one listener of this process. */
export interface Intake {
  take(handed: Handed): void
  /** Messages that were refused and wait to be offered again. */
  held(): number
  /** Offers nothing more, and resolves when what is being applied is settled. The rest is the broker's. */
  stop(): Promise<void>
}

export interface IntakeNeeds {
  readonly deliver: Deliver
  /** Told how many are held whenever one more is. */
  readonly onHeld?: (held: number) => void
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** From so many earlier deliveries on, a message may be the one that ends its process. */
const suspectFrom = 3

/** All suspects share this lane, which no key of an aggregate can be. */
const suspects = '\0'

interface Offer extends Handed {
  readonly attempt: number
}

/**
 * Offers messages of one key one after the other and those of different keys side by side, so that a slow one
 * holds back only its own kind and many share one physical commit. A refused one is kept and offered again
 * with back-off, for ever, and holds back nobody.
 *
 * A message that ends its process takes those with it that were handed out beside it, again and again. So
 * what comes for the fourth time is offered alone and in an order of chance: others get through before it.
 */
export function createIntake(needs: IntakeNeeds): Intake {
  return new Lanes(needs)
}

class Lanes implements Intake {
  readonly #needs: IntakeNeeds
  readonly #lanes = new Map<string, Offer[]>()
  readonly #running = new Set<Promise<void>>()
  readonly #held = new Set<() => void>()
  #stopped = false

  constructor(needs: IntakeNeeds) {
    this.#needs = needs
  }

  take(handed: Handed): void {
    if (!this.#stopped) this.#enqueue({ ...handed, attempt: handed.earlier })
  }

  held(): number {
    return this.#held.size
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const cancel of this.#held) cancel()
    this.#held.clear()
    await Promise.all(this.#running)
  }

  #enqueue(offer: Offer): void {
    const lane = offer.earlier < suspectFrom ? offer.message.key : suspects
    const waiting = this.#lanes.get(lane)
    if (waiting) {
      waiting.push(offer)
      return
    }
    this.#lanes.set(lane, [offer])
    const run = withContext(outsideContext, () => this.#empty(lane))
    this.#running.add(run)
    void run.finally(() => this.#running.delete(run))
  }

  async #empty(lane: string): Promise<void> {
    // What came in the same packet is taken up first, so that it is offered together.
    await Promise.resolve()
    for (let next = this.#draw(lane); next.length > 0 && !this.#stopped; next = this.#draw(lane)) {
      for (const [attempt, offers] of Map.groupBy(next, (offer) => offer.attempt)) {
        await this.#offer(offers, attempt)
      }
    }
    this.#lanes.delete(lane)
  }

  #draw(lane: string): readonly Offer[] {
    const waiting = this.#lanes.get(lane) ?? []
    if (lane !== suspects) return waiting.splice(0)
    return waiting.length === 0 ? [] : waiting.splice(this.#needs.random.below(waiting.length), 1)
  }

  async #offer(offers: readonly Offer[], attempt: number): Promise<void> {
    const refused = await this.#refusedOf(offers, attempt)
    for (const offer of offers) {
      if (!refused.has(offer.message.id)) offer.settle()
      else if (!this.#stopped) this.#hold({ ...offer, attempt: attempt + 1 })
    }
  }

  async #refusedOf(offers: readonly Offer[], attempt: number): Promise<ReadonlySet<string>> {
    const messages = offers.map(({ message }) => message)
    try {
      return new Set(await this.#needs.deliver(messages, attempt))
    } catch (error) {
      this.#needs.log.warn('a listener took no messages; they are offered again', { attempt, error })
      return new Set(messages.map(({ id }) => id))
    }
  }

  #hold(offer: Offer): void {
    const { clock, random, onHeld } = this.#needs
    const cancel = clock.after(backOffMs(offer.attempt - 1, random), () => {
      this.#held.delete(cancel)
      this.#enqueue(offer)
    })
    this.#held.add(cancel)
    onHeld?.(this.#held.size)
  }
}
