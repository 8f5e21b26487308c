import type { Clock } from '../clock.ts'
import type { Part } from '../lifecycle/part.ts'
import type { KitTables, Storage } from '../storage/storage.ts'
import type { Log } from '../telemetry/log.ts'
import { createLoop } from '../timers/loop.ts'
import { kitSide } from './kit-side.ts'

export interface InboxRetentionNeeds<Tables> {
  /** How logs name it; `inbox retention` unless told otherwise. */
  readonly name?: string
  readonly storage: Storage<Tables>
  readonly clock: Clock
  readonly log: Log
  /** How long a message is remembered: 14 d unless told otherwise, longer than any bus offers one again. */
  readonly keepMs?: number
  /** How often old rows are looked for: 10 min unless told otherwise. */
  readonly sweepMs?: number
}

const dayMs = 24 * 60 * 60 * 1000
const rowsPerTx = 200
const txPerSweep = 50

/** Forgets what the inbox has had for long, a bounded number of rows per sweep and few per transaction. */
export function createInboxRetention<Tables>(needs: InboxRetentionNeeds<Tables>): Part {
  const { name = 'inbox retention', clock, log, keepMs = 14 * dayMs, sweepMs = 10 * 60 * 1000 } = needs
  const storage = kitSide(needs.storage)
  let stopping = false

  async function prune(): Promise<void> {
    for (let done = 0; done < txPerSweep && !stopping; done++) {
      if ((await pruneSome(storage, clock.now() - keepMs)) < rowsPerTx) return
    }
  }

  const loop = createLoop({ clock, log, sweepMs, work: prune })
  return {
    name,
    async start() {
      loop.start()
    },
    async stop() {
      stopping = true
      await loop.stop()
    },
  }
}

async function pruneSome(storage: Storage<KitTables>, before: number): Promise<number> {
  const old = await storage.read('readOldInbox', (db) =>
    db.selectFrom('inbox').select(['consumer', 'msg_id']).where('at', '<', before).limit(rowsPerTx).execute(),
  )
  if (old.length === 0) return 0
  const byConsumer = Map.groupBy(old, ({ consumer }) => consumer)
  await storage.tx('pruneInbox', async (tx) => {
    for (const [consumer, rows] of byConsumer) {
      const ids = rows.map((row) => row.msg_id)
      await tx.kit.deleteFrom('inbox').where('consumer', '=', consumer).where('msg_id', 'in', ids).execute()
    }
  })
  return old.length
}
