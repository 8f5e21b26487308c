import { type Clock, systemClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Centre, CentreDocument } from './centre.ts'

/** Where a document lies in this process; every centre made with it is an instance that looks at it. */
export interface MemoryPlace {
  readonly document: CentreDocument | null
  /** Replaces the document as somebody does who asks no one. */
  write(text: string, by: string): void
  /** While it is away nothing can be read or published. */
  setAway(isAway: boolean): void
  readonly isAway: boolean
  /** Calls `see` at every change. */
  watch(see: (document: CentreDocument) => void): () => void
}

/** A place with nothing in it. */
export function createMemoryPlace(clock: Clock = systemClock): MemoryPlace {
  const watchers = new Set<(document: CentreDocument) => void>()
  let document: CentreDocument | null = null
  let isAway = false
  return {
    get document() {
      return document
    },
    get isAway() {
      return isAway
    },
    write(text, by) {
      const version = String(Number(document?.version ?? 0) + 1)
      document = { text, version, by, at: clock.now() }
      for (const see of [...watchers]) see(document)
    },
    setAway(away) {
      isAway = away
    },
    watch(see) {
      watchers.add(see)
      return () => void watchers.delete(see)
    },
  }
}

/** A centre for tests and one process; what it holds ends with the process. */
export function createMemoryCentre(place: MemoryPlace = createMemoryPlace()): Centre {
  const stops = new Set<() => void>()
  const required = () => {
    if (place.isAway) throw new Fault('unavailable', 'CONFIG_UNAVAILABLE', 'The configuration is away')
    return place.document
  }
  return {
    name: 'memory',
    read: async () => required(),
    async publish(text, before, by) {
      if ((required()?.version ?? null) !== before) return false
      place.write(text, by)
      return true
    },
    watch(see) {
      const stop = place.watch(see)
      stops.add(stop)
      return stop
    },
    ready: async () => !place.isAway,
    async stop() {
      for (const stop of stops) stop()
    },
  }
}
