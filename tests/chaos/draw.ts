import { seededRandom } from '../../kit/random.ts'

/** Random choices that a seed repeats. */
export interface Draw {
  /** A whole number from `least` to `most`. */
  from(least: number, most: number): number
  chance(share: number): boolean
  one<T>(of: readonly T[]): T
  shuffled<T>(of: readonly T[]): T[]
}

export function createDraw(seed: number): Draw {
  const random = seededRandom(seed)
  const below = (count: number) => random.below(count)
  return {
    from: (least, most) => least + below(most - least + 1),
    chance: (share) => below(10_000) < share * 10_000,
    one(of) {
      const [chosen] = of.slice(below(of.length))
      if (chosen === undefined) throw new Error('there is nothing to choose from')
      return chosen
    },
    shuffled(of) {
      const rest = [...of]
      return of.flatMap(() => rest.splice(below(rest.length), 1))
    },
  }
}

/** The seed of this run: given by `SEED`, else the time. */
export const seedOfRun = Number(process.env.SEED ?? Date.now() % 1_000_000)
