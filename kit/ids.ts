import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

/** Makes ids for what a person creates. */
export interface Ids {
  /** A UUIDv7 (RFC 9562): 36 characters, sorts by the time it was made, never repeats within a process. */
  uuid(): string
}

/** Ids keep their order even where the clock steps back: time then stands still until it has caught up. */
export function createIds(clock: Clock, random: Random): Ids {
  let lastMs = 0
  let sequence = 0

  return {
    uuid() {
      const now = clock.now()
      if (now > lastMs) {
        lastMs = now
        sequence = random.below(0x800)
      } else if (++sequence > 0xfff) {
        lastMs += 1
        sequence = 0
      }
      const time = lastMs.toString(16).padStart(12, '0')
      const tail = random.bytes(8)
      tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80
      const rest = Buffer.from(tail).toString('hex')
      const counter = sequence.toString(16).padStart(3, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${rest.slice(0, 4)}-${rest.slice(4)}`
    },
  }
}
