import type { KitTables, Storage } from '#kit/storage/storage.ts'
import type { Timers } from '#kit/timers/runner.ts'

/** What a service does when nobody calls it. */
export interface BackgroundWork {
  readonly storage: Storage<unknown>
  readonly timers: Timers
}

/** Whether a service has nothing to publish and no timer that is due or running. */
export async function isDone({ storage, timers }: BackgroundWork, now: number): Promise<boolean> {
  if (timers.running() > 0) return false
  return (storage as Storage<KitTables>).read('isDone', async (db) => {
    const waiting = await db.selectFrom('outbox').select('seq').limit(1).execute()
    const due = await db.selectFrom('timer').select('ref').where('due_at', '<=', now).limit(1).execute()
    return waiting.length === 0 && due.length === 0
  })
}
