import { setTimeout as sleep } from 'node:timers/promises'
import type { Slot } from '../topologies.ts'
import type { Supervised } from './child.ts'

/** Holds one process in each slot. */
export interface Keeper {
  /** The process of a slot; undefined where none was started. */
  find(name: string): Supervised | undefined
  /** Like `find`, but throws. */
  get(name: string): Supervised
  /** Starts a process in a slot that has none running. */
  open(slot: Slot): Promise<void>
  /** Starts another process in a slot, and stops the one that was there once the new one has taken over. */
  replace(slot: Slot): Promise<void>
  stop(): Promise<void>
}

export interface KeeperNeeds {
  start(slot: Slot): Promise<Supervised>
  /** Whether a process that ends unasked is started again. */
  readonly restarts: boolean
  /** Told after a slot has got another process, before the one it had is stopped. */
  onChange(slot: Slot): Promise<void>
}

const restMs = { first: 200, longest: 5000 }

/** Slots are empty at first. */
export function createKeeper({ start, restarts, onChange }: KeeperNeeds): Keeper {
  const running = new Map<string, Supervised>()
  let stopping = false

  async function open(slot: Slot): Promise<void> {
    const child = await start(slot)
    running.set(slot.name, child)
    const isMissed = () => !stopping && running.get(slot.name) === child
    if (restarts) void child.gone.then(() => openAgain(slot, isMissed, open))
    await onChange(slot)
  }

  return {
    find: (name) => running.get(name),
    get(name) {
      const child = running.get(name)
      if (!child) throw new Error(`no process is called ${name}`)
      return child
    },
    open,
    async replace(slot) {
      const before = running.get(slot.name)
      await open(slot)
      const code = await before?.stop()
      if (code) throw new Error(`${slot.name} (${before?.pid}) ended with ${code} when it was replaced`)
    },
    async stop() {
      stopping = true
      await Promise.all([...running.values()].map((child) => child.stop()))
    },
  }
}

/** Again and again, with longer rests where it does not even start. */
async function openAgain(slot: Slot, isMissed: () => boolean, open: Keeper['open']): Promise<void> {
  for (let pauseMs = restMs.first; isMissed(); pauseMs = Math.min(restMs.longest, pauseMs * 2)) {
    await sleep(pauseMs)
    if (!isMissed()) return
    try {
      return await open(slot)
    } catch (error) {
      console.error(`${slot.name} could not be started again: ${error}`)
    }
  }
}
