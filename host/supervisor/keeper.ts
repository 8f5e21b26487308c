import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../settings.ts'
import type { Slot } from '../topologies.ts'
import type { Supervised } from './child.ts'

/** Holds one process in each slot. What is asked for one slot is done one after the other. */
export interface Keeper {
  /** The process of a slot; undefined where none was started. */
  find(name: string): Supervised | undefined
  /** Like `find`, but throws. */
  get(name: string): Supervised
  /** Starts a process in a slot that has none running. */
  open(slot: Slot): Promise<void>
  /**
   * Starts another process in a slot, and stops the one that was there once the new one has taken over. Where
   * that fails the one that was there stays. Throws a Refusal where nobody would find the new one.
   */
  replace(slot: Slot): Promise<void>
  /** Gives up what is being started and stops the rest. */
  stop(): Promise<void>
}

export interface KeeperNeeds {
  /** Starts a process, beside the one that is there or in its place; given up where the signal is aborted. */
  start(slot: Slot, how: { readonly isBeside: boolean; readonly signal: AbortSignal }): Promise<Supervised>
  /** Whether a process that ends unasked is started again. */
  readonly restarts: boolean
  /** Told after a slot has got another process, before the one it had is stopped. */
  onChange(slot: Slot): Promise<void>
}

const restMs = { first: 200, longest: 5000 }

/** Slots are empty at first. */
export function createKeeper(needs: KeeperNeeds): Keeper {
  return new SlotKeeper(needs)
}

class SlotKeeper implements Keeper {
  readonly #needs: KeeperNeeds
  readonly #running = new Map<string, Supervised>()
  readonly #turns = new Map<string, Promise<unknown>>()
  readonly #stopping = new AbortController()

  constructor(needs: KeeperNeeds) {
    this.#needs = needs
  }

  find(name: string): Supervised | undefined {
    return this.#running.get(name)
  }

  get(name: string): Supervised {
    const child = this.#running.get(name)
    if (!child) throw new Error(`no process is called ${name}`)
    return child
  }

  open(slot: Slot): Promise<void> {
    return this.#inTurn(slot, () => this.#openNow(slot))
  }

  replace(slot: Slot): Promise<void> {
    return this.#inTurn(slot, async () => {
      const before = this.find(slot.name)
      const child = await this.#needs.start(slot, { isBeside: true, signal: this.#stopping.signal })
      if (!child.isKnown) {
        await child.stop()
        throw new Refusal(`the registry does not take ${slot.name} now; the process that runs stays.`)
      }
      await this.#takeOver(slot, child)
      const code = await before?.stop()
      if (code) throw new Error(`${slot.name} (${before?.pid}) ended with ${code} when it was replaced`)
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Refusal('the platform is being stopped.'))
    await Promise.all(this.#turns.values())
    await Promise.all([...this.#running.values()].map((child) => child.stop()))
  }

  #inTurn(slot: Slot, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(slot.name) ?? Promise.resolve()).then(() => {
      this.#stopping.signal.throwIfAborted()
      return work()
    })
    this.#turns.set(
      slot.name,
      turn.catch(() => undefined),
    )
    return turn
  }

  async #openNow(slot: Slot): Promise<void> {
    const child = await this.#needs.start(slot, { isBeside: false, signal: this.#stopping.signal })
    await this.#takeOver(slot, child)
  }

  /** All or nothing: a process that people could not be sent to does not stay. */
  async #takeOver(slot: Slot, child: Supervised): Promise<void> {
    const before = this.#running.get(slot.name)
    this.#running.set(slot.name, child)
    try {
      await this.#needs.onChange(slot)
    } catch (error) {
      if (before) this.#running.set(slot.name, before)
      else this.#running.delete(slot.name)
      await child.stop()
      throw error
    }
    if (this.#needs.restarts) void child.gone.then(() => this.#openAgain(slot, child))
  }

  /** Again and again, with longer rests where it does not even start. */
  async #openAgain(slot: Slot, missed: Supervised): Promise<void> {
    const isMissed = () => !this.#stopping.signal.aborted && this.#running.get(slot.name) === missed
    for (let pauseMs = restMs.first; isMissed(); pauseMs = Math.min(restMs.longest, pauseMs * 2)) {
      await sleep(pauseMs)
      try {
        await this.#inTurn(slot, async () => {
          if (isMissed()) await this.#openNow(slot)
        })
      } catch (error) {
        if (isMissed()) console.error(`${slot.name} could not be started again: ${error}`)
      }
    }
  }
}
