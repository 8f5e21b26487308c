import type { Clock } from '#kit/clock.ts'
import type { Random } from '#kit/random.ts'
import type { Log } from '#kit/telemetry/log.ts'
import type { Books } from './books.ts'
import type { Keys } from './keys.ts'
import type { Switches } from './switches.ts'

/** What every part of the simulator works with. */
export interface World {
  readonly books: Books
  readonly keys: Keys
  readonly switches: Switches
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** http://host:port, without a slash at the end. */
  readonly address: string
  /** Whether the WeChat app pays a JSAPI order as soon as it is there. */
  readonly appPays: boolean
  /** Something to notify was written. */
  wake(): void
}
