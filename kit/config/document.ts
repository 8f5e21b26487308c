import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { within } from '../lifecycle/within.ts'
import type { Log } from '../telemetry/log.ts'
import type { Centre, CentreDocument } from './centre.ts'
import { type Change, type ConfigDocument, changedText, readDocument } from './document-text.ts'
import { createLastGood, type LastGood } from './last-good.ts'
import { ConfigRefused } from './refused.ts'

/** The one document of an installation as this process knows it; all its services follow it together. */
export interface LiveDocument {
  /** How `describe` names it, for instance `file config.json`. */
  readonly name: string
  /** The newest one that could be understood; null where there is none. */
  readonly current: ConfigDocument | null
  /** Calls `hear` after it changed; the returned function stops that. */
  onChange(hear: () => void): () => void
  /**
   * Publishes changed values if the document's version still is `before` (null: if there is none), and
   * follows it at once. Throws a fault CONFIG_MOVED or CONFIG_UNAVAILABLE.
   */
  change(changes: readonly Change[], before: string | null, by: string): Promise<void>
  /** Whether the centre can be asked now. */
  ready(): Promise<boolean>
  stop(): Promise<void>
}

export interface OpenCentreNeeds {
  readonly centre: Centre
  readonly clock: Clock
  readonly log: Log
  /** Where the last document that could be understood is kept, for a start while the centre is away. */
  readonly lastGoodFile?: string
}

const firstReadMs = 3000
const retryMs = 1000

/**
 * Reads the document and follows it from then on. Where the centre is away the last good one serves, or
 * none, and it goes on asking. Throws ConfigRefused for a document that cannot be understood while no good
 * one is kept.
 */
export async function openCentre(needs: OpenCentreNeeds): Promise<LiveDocument> {
  const { centre, clock } = needs
  const follower = createFollower(needs)
  const { hearers } = follower
  try {
    await follower.look(() => firstDocument(needs, follower))
  } catch (error) {
    await follower.stop()
    throw error
  }
  return {
    name: centre.name,
    get current() {
      return follower.current
    },
    onChange(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    async change(changes, before, by) {
      const found = await centre.read()
      if ((found?.version ?? null) !== before) throw moved()
      const text = changedText(found, changes, { by, at: clock.now() })
      if (!(await centre.publish(text, before, by))) throw moved()
      await follower.look(() => centre.read())
    },
    ready: () => centre.ready(),
    stop: follower.stop,
  }
}

/** Keeps the newest document that could be understood, from whoever brings it. */
interface Follower {
  readonly current: ConfigDocument | null
  readonly hearers: Set<() => void>
  readonly lastGood: LastGood
  /** Takes over what is read, unless the watch told of something newer meanwhile. */
  look(read: () => Promise<CentreDocument | null>): Promise<void>
  /** Until it has been read once nobody knows whether the watch has missed something. */
  askAgain(): void
  stop(): Promise<void>
}

/** Watches from the beginning, so that nothing is missed between the first reading and the watch. */
function createFollower({ centre, clock, log, lastGoodFile }: OpenCentreNeeds): Follower {
  const lastGood = createLastGood(lastGoodFile, log)
  const hearers = new Set<() => void>()
  let current: ConfigDocument | null = null
  let giveUp: () => void = () => undefined
  let isStopped = false

  function see(found: CentreDocument): void {
    if (found.version === current?.version) return
    try {
      current = readDocument(found)
    } catch (error) {
      log.error('a changed configuration was refused; the running one stays', { centre: centre.name, error })
      return
    }
    lastGood.keep(found)
    for (const hear of hearers) hear()
  }

  async function look(read: () => Promise<CentreDocument | null>): Promise<void> {
    const before = current
    const found = await read()
    if (found !== null && current === before) see(found)
  }

  function askAgain(): void {
    if (!isStopped) giveUp = clock.after(retryMs, () => void look(() => centre.read()).catch(askAgain))
  }

  const unwatch = centre.watch(see)
  return {
    get current() {
      return current
    },
    ...{ hearers, lastGood, look, askAgain },
    async stop() {
      isStopped = true
      giveUp()
      unwatch()
      await centre.stop()
    },
  }
}

/** What a process starts with: a document that can be understood, or none. */
async function firstDocument(
  { centre, clock, log }: OpenCentreNeeds,
  { lastGood, askAgain }: Follower,
): Promise<CentreDocument | null> {
  let found: CentreDocument | null
  try {
    found = await within(clock, firstReadMs, () => centre.read())
  } catch (error) {
    askAgain()
    log.error('the configuration centre is away; the last good document serves', { error })
    return lastGood.found()
  }
  if (found === null) {
    log.info('there is no configuration document', { centre: centre.name })
    return null
  }
  try {
    readDocument(found)
    return found
  } catch (cause) {
    const kept = lastGood.found()
    const message = `The configuration ${centre.name} cannot be read: ${String(cause)}`
    if (kept === null) throw new ConfigRefused(message, { cause })
    log.error('the configuration cannot be read; the last good document serves', { error: cause })
    return kept
  }
}

function moved(): Fault {
  return new Fault('conflict', 'CONFIG_MOVED', 'The configuration was changed meanwhile; look again')
}
