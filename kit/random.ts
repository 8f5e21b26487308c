import { randomFillSync } from 'node:crypto'

/** The only source of randomness. */
export interface Random {
  /** Fresh bytes; from `systemRandom` fit for keys and tokens. */
  bytes(length: number): Uint8Array
  /** Uniform integer from 0 to bound − 1; bound at most 2³². */
  below(bound: number): number
}

const poolSize = 4096

function createSystemRandom(): Random {
  const pool = Buffer.alloc(poolSize)
  let used = poolSize

  /** Draws from a pool because one call to the system's generator costs more than the bytes do. */
  function bytes(length: number): Uint8Array {
    if (length > poolSize) return randomFillSync(new Uint8Array(length))
    if (used + length > poolSize) {
      randomFillSync(pool)
      used = 0
    }
    used += length
    return Uint8Array.prototype.slice.call(pool, used - length, used)
  }
  return { bytes, below: (bound) => belowBy(bytes, bound) }
}

/** The system's cryptographic generator. */
export const systemRandom: Random = createSystemRandom()

/**
 * The same numbers for the same seed, for ever (mulberry32): for tests, the simulator and the demo's seed.
 * Not secret.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const bytes = (length: number) => Uint8Array.from({ length }, () => next() >>> 24)
  return { bytes, below: (bound) => belowBy(bytes, bound) }
}

function belowBy(bytes: (length: number) => Uint8Array, bound: number): number {
  const limit = 2 ** 32 - (2 ** 32 % bound)
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4)
    const drawn = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
    if (drawn < limit) return drawn % bound
  }
}
