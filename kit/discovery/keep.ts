import { within } from '../lifecycle/within.ts'
import { type AgainNeeds, retryMs } from './again.ts'
import type { Instance, InstanceChange, Registration } from './discovery.ts'

/** How one registry is told about one instance. Where it rejects, it is asked again. */
export interface Announcer {
  /** Puts the instance there, new or in place of what was there. */
  announce(instance: Instance): Promise<void>
  /** Keeps it there; answers false where the registry no longer has it. */
  renew(): Promise<boolean>
  /** Takes it out. */
  remove(): Promise<void>
}

export interface KeepNeeds extends AgainNeeds {
  /** The first announcement. */
  readonly instance: Instance
  readonly announcer: Announcer
  readonly renewMs: number
}

/** A registration that also ends with its adapter. */
export interface Kept extends Registration {
  /** Resolves once the registry has it, or after a few seconds without. */
  readonly begun: Promise<void>
  /** Does nothing more about it: it is left to expire. */
  abandon(): void
}

const beginWithinMs = 3000
const answerWithinMs = 1000

/** Keeps an instance announced: renewed in time, changed as it changes, told again where forgotten. */
export function keepKnown(needs: KeepNeeds): Kept {
  return new Keeper(needs)
}

class Keeper implements Kept {
  readonly begun: Promise<void>
  #needs: KeepNeeds
  /** What the registry is to have; null: nothing. */
  #wanted: Instance | null
  /** What it has as far as we know; undefined: that is not known. */
  #there: Instance | null | undefined
  #failures = 0
  #abandoned = false
  #wake: () => void = () => undefined
  #waiting: (() => void)[] = []

  constructor(needs: KeepNeeds) {
    this.#needs = needs
    this.#wanted = needs.instance
    this.begun = this.#done(beginWithinMs)
    void this.#run()
  }

  isKnown(): boolean {
    return this.#there !== null && this.#there !== undefined && this.#wanted !== null
  }

  async change(change: InstanceChange): Promise<void> {
    if (this.#wanted === null) return
    this.#wanted = { ...this.#wanted, ...change }
    await this.#done(answerWithinMs)
  }

  async withdraw(): Promise<void> {
    this.#wanted = null
    if (this.#there !== null) await this.#done(answerWithinMs)
  }

  abandon(): void {
    this.#abandoned = true
    this.#there = undefined
    this.#wake()
    this.#tellWaiting()
  }

  async #run(): Promise<void> {
    while (!this.#abandoned && this.#there !== null) {
      const goal = this.#wanted
      const idleMs = await this.#bringAbout(goal)
      if (this.#wanted === goal && !this.#abandoned && this.#there !== null) await this.#pause(idleMs)
    }
  }

  /** Answers how long there is nothing to do if nothing else is wanted meanwhile. */
  async #bringAbout(goal: Instance | null): Promise<number> {
    const { log, random, renewMs, instance } = this.#needs
    try {
      await this.#agreeOn(goal)
    } catch (error) {
      if (this.#failures === 0) {
        log.warn('the registry does not answer, it is told again', { instance: instance.id, error })
      }
      this.#there = undefined
      return retryMs(this.#failures++, random)
    }
    this.#failures = 0
    if (this.#wanted === goal) this.#tellWaiting()
    return renewMs
  }

  async #agreeOn(goal: Instance | null): Promise<void> {
    const { announcer, log } = this.#needs
    if (goal === null) await announcer.remove()
    else if (this.#there === goal && (await announcer.renew())) return
    else await announcer.announce(goal)
    if (this.#abandoned) return
    this.#there = goal
    if (goal !== null) log.info('announced to the registry', { instance: goal.id, state: goal.state })
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#needs.clock.after(ms, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }

  /** Resolves once the registry has what is wanted now, or when the time is over. */
  async #done(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    this.#wake()
    await within(this.#needs.clock, withinMs, () => promise).catch(() => undefined)
  }

  #tellWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
