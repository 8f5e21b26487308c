import type { Random } from '../random.ts'

/** How long answers count. */
export interface FreshnessLimits {
  /** Since the source was asked: the oldest that is served as if it were new. */
  readonly ttlMs: number
  /** In this process, before the second level is asked again; as long as `ttlMs` unless given. */
  readonly nearTtlMs?: number
  /** For what is known not to be. */
  readonly absentMs: number
  /** Served at once for so long after its time, while it is asked for in the background. */
  readonly staleMs?: number
  /** Served for so long after its time where the source fails or somebody else is asking. */
  readonly graceMs?: number
  /** The part of its life in memory, 0 to 1, that may be cut off: what began together ends apart. */
  readonly jitterRatio?: number
}

/** When an answer in memory is worth less. */
export interface Freshness {
  /** Asked for again in the background from here on. */
  readonly refreshAt: number
  readonly servedUntil: number
  /** By how much the background is ahead of the end. */
  readonly earlyMs: number
}

interface FreshnessNeeds {
  readonly now: number
  /** Undefined: there is nothing. */
  readonly value: unknown
  /** When no process counts on it any more. */
  readonly freshUntil: number
  readonly spentMs: number
}

/** What costs less than this is not worth getting early, in ms. */
const dearMs = 5

/** How long the source's answer is fresh. */
export function lifeMs({ ttlMs, absentMs }: FreshnessLimits, isAbsent: boolean): number {
  return isAbsent ? absentMs : ttlMs
}

/** How long an answer is of any use. */
export function usefulUntil(freshUntil: number, isAbsent: boolean, limits: FreshnessLimits): number {
  const { staleMs = 0, graceMs = 0 } = limits
  return isAbsent ? freshUntil : freshUntil + Math.max(staleMs, graceMs)
}

/**
 * Of an answer that comes into memory now. What took long to get is refreshed early by a random multiple of
 * that (exponential with mean 1, as in XFetch), drawn once rather than at every read.
 */
export function freshnessOf(needs: FreshnessNeeds, limits: FreshnessLimits, random: Random): Freshness {
  const { now, value, spentMs } = needs
  const { ttlMs, nearTtlMs = ttlMs, staleMs = 0, jitterRatio = 0 } = limits
  const nearMs = nearTtlMs * (1 - jitterRatio * fraction(random))
  const end = Math.min(needs.freshUntil, now + nearMs)
  if (value === undefined) return { refreshAt: end, servedUntil: end, earlyMs: 0 }
  const earlyMs = spentMs > dearMs ? Math.min(-spentMs * Math.log(1 - fraction(random)), nearMs / 2) : 0
  return { refreshAt: end - earlyMs, servedUntil: end + staleMs, earlyMs }
}

/** From 0 to just below 1. */
const fraction = (random: Random) => random.below(2 ** 20) / 2 ** 20
