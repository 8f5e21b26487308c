import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Failures } from './failures.ts'
import { type FreshnessLimits, lifeMs, usefulUntil } from './freshness.ts'
import type { Answer, SecondLevel } from './second-level.ts'
import type { Versions } from './versions.ts'

/** What a source knows. Either all its answers have a version, which grows with every change, or none has. */
export interface Sourced<T> {
  /** Undefined: there is nothing. */
  readonly value: T | undefined
  readonly version?: number
  /** When it changes by time alone; absent where it does not. */
  readonly freshUntil?: number | undefined
}

/** What somebody wants to know. */
export interface Question<T> {
  readonly key: string
  /** Of an answer whose source gives none. */
  readonly version: number
  /** What is known already; served where nothing better can be had in time. */
  readonly known: Answer<T> | undefined
  /** What ends that soon is asked for again. */
  readonly earlyMs: number
  /** Whether an answer would still be of use to others. */
  isCurrent(): boolean
}

interface FetchNeeds<T> {
  readonly source: (key: string) => Promise<Sourced<T>>
  readonly clock: Clock
  readonly limits: FreshnessLimits & { readonly waitMs?: number }
  readonly random: Random
  readonly far: SecondLevel<T>
  readonly failures: Failures
  readonly versions: Versions
}

/** Between two looks for another process's answer. */
const pollMs = { least: 3, spread: 5 }
const usualWaitMs = 250

/** Gets answers from the second level, or from the source in the name of all processes. */
export function createFetch<T>(needs: FetchNeeds<T>): (question: Question<T>) => Promise<Answer<T>> {
  const { clock, random, far, failures, versions, limits } = needs
  const isUseful = (answer: Answer<T> | undefined) =>
    answer?.value !== undefined && usefulUntil(answer.freshUntil, false, limits) > clock.now()

  return async function fetch(question) {
    const { key, earlyMs } = question
    const giveUpAt = clock.now() + (limits.waitMs ?? usualWaitMs)
    for (;;) {
      const kept = await far.get(key)
      const shared = kept && versions.counts(key, kept.version) ? kept : undefined
      if (shared && shared.freshUntil - earlyMs > clock.now()) return shared
      const stale = [question.known, shared].find(isUseful)
      const failure = failures.find(key)
      if (failure) return stale ?? Promise.reject(failure.error)
      const lease = await far.lease(key)
      if (lease !== 'theirs' || clock.now() >= giveUpAt) return askSource(needs, question, stale)
      if (stale) return stale
      await clock.sleep(pollMs.least + random.below(pollMs.spread))
    }
  }
}

/** What a change has made stale meanwhile is answered, but kept from the others. */
async function askSource<T>(
  { clock, source, limits, far, failures }: FetchNeeds<T>,
  question: Question<T>,
  stale: Answer<T> | undefined,
): Promise<Answer<T>> {
  const { key } = question
  const askedAt = clock.now()
  try {
    const { value, version = question.version, freshUntil: endsAt = Infinity } = await source(key)
    failures.forget(key)
    const freshUntil = Math.min(endsAt, askedAt + lifeMs(limits, value === undefined))
    const answer = { value, version, freshUntil, spentMs: clock.now() - askedAt }
    if (question.isCurrent()) await far.put(key, answer)
    return answer
  } catch (error) {
    failures.add(key, error)
    if (stale) return stale
    throw error
  } finally {
    await far.release(key)
  }
}
