import type { BucketRule, Taken } from './token-bucket.ts'

/** Token buckets that processes have in common. */
export interface Limiter {
  /**
   * Takes one token of a key's bucket, by the rule as it is now. Where nobody can be asked it decides alone.
   */
  take(key: string, rule: BucketRule): Promise<Taken>
  stop(): Promise<void>
}
