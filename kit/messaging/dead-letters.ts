import type { Kysely, Selectable } from 'kysely'
import type { Clock } from '../clock.ts'
import { currentContext, nameOf } from '../context.ts'
import { Fault } from '../fault.ts'
import type { KitTables, Storage } from '../storage/storage.ts'
import type { Log } from '../telemetry/log.ts'
import { applyMessage, remember } from './inbox.ts'
import { type KitSideTx, kitSide, kitSideOf } from './kit-side.ts'
import type { Listening } from './listen.ts'

/** A message its listener could not apply. */
export interface DeadLetter {
  readonly id: string
  readonly type: string
  readonly key: string
  readonly payload: string
  readonly error: string
  readonly attempts: number
  /** When it was announced and when it failed last, ms since the epoch. */
  readonly firstAt: number
  readonly lastAt: number
  readonly state: 'PARKED' | 'REPLAYED' | 'DISCARDED'
}

/** What an operator does about the messages of one consumer that failed. */
export interface DeadLetters {
  /** Those still parked, oldest failure first. */
  list(limit: number): Promise<readonly DeadLetter[]>
  /** Applies it again under its own id, at once. Throws what applying throws, and then it stays parked. */
  replay(id: string): Promise<void>
  /**
   * Gives it up for good. Throws Fault missing DEAD_LETTER_MISSING, as `replay` does, where none is parked.
   */
  discard(id: string, reason: string): Promise<void>
}

export interface DeadLettersNeeds<Tables> {
  /** The consumer's name, its storage and its listenings. */
  readonly name: string
  readonly storage: Storage<Tables>
  readonly listens: readonly Listening<Tables>[]
  readonly clock: Clock
  readonly log: Log
}

/** The dead letters of one consumer; acting on one is logged with the person who did. */
export function createDeadLetters<Tables>(needs: DeadLettersNeeds<Tables>): DeadLetters {
  const { name, clock } = needs
  const storage = kitSide(needs.storage)
  const log = needs.log.with({ consumer: name })

  return {
    list: async (limit) =>
      (await storage.read('listDeadLetters', (db) => readParked(db, name, limit))).map(letterOf),
    async replay(id) {
      await needs.storage.tx('replayDeadLetter', async (tx) => {
        const kit = kitSideOf(tx)
        const letter = await takeParked(kit, name, id, 'REPLAYED')
        await remember(kit, name, id, clock.now())
        await applyMessage(needs, tx, letter)
      })
      log.info('a dead letter was replayed', { id, by: nameOf(currentContext().by) })
    },
    async discard(id, reason) {
      await storage.tx('discardDeadLetter', async (tx) => {
        const { error } = await takeParked(tx, name, id, 'DISCARDED')
        const text = `discarded: ${reason}; it had failed with: ${error}`
        await tx.kit
          .updateTable('dead_letter')
          .set({ error: text })
          .where('consumer', '=', name)
          .where('msg_id', '=', id)
          .execute()
      })
      log.info('a dead letter was discarded', { id, reason, by: nameOf(currentContext().by) })
    },
  }
}

type LetterRow = Selectable<KitTables['dead_letter']>

function readParked(db: Kysely<KitTables>, consumer: string, limit: number): Promise<readonly LetterRow[]> {
  return db
    .selectFrom('dead_letter')
    .selectAll()
    .where('consumer', '=', consumer)
    .where('state', '=', 'PARKED')
    .orderBy('last_at')
    .orderBy('msg_id')
    .limit(limit)
    .execute()
}

/** Moves a parked letter to its end state, so that two operators cannot both act on it. */
async function takeParked(
  tx: KitSideTx,
  consumer: string,
  id: string,
  state: 'REPLAYED' | 'DISCARDED',
): Promise<LetterRow> {
  const taken = await tx.kit
    .updateTable('dead_letter')
    .set({ state })
    .where('consumer', '=', consumer)
    .where('msg_id', '=', id)
    .where('state', '=', 'PARKED')
    .executeTakeFirst()
  if (taken.numUpdatedRows !== 1n) {
    throw new Fault('missing', 'DEAD_LETTER_MISSING', 'No such message is parked')
  }
  return tx.kit
    .selectFrom('dead_letter')
    .selectAll()
    .where('consumer', '=', consumer)
    .where('msg_id', '=', id)
    .executeTakeFirstOrThrow()
}

function letterOf(row: LetterRow): DeadLetter {
  return {
    id: row.msg_id,
    type: row.type,
    key: row.msg_key,
    payload: row.payload,
    error: row.error,
    attempts: row.attempts,
    firstAt: row.first_at,
    lastAt: row.last_at,
    state: row.state as DeadLetter['state'],
  }
}
