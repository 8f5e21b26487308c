/**
 * A program that writes for ever and prints each number once its transaction is acknowledged; tests end it.
 */
import { writeSync } from 'node:fs'
import { systemClock } from '#kit/clock.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { type PairTables, pairMigrations } from './storage.sqlite.pairs.ts'

const [path = '', first = '0'] = process.argv.slice(2)
const storage = await createSqliteStorage<PairTables>({
  path,
  migrations: pairMigrations,
  clock: systemClock,
  log: silentLog,
  onFatal: () => {
    writeSync(1, 'fatal\n')
    process.exit(1)
  },
})
writeSync(1, 'open\n')

let next = Number(first)

async function write(): Promise<void> {
  for (;;) {
    const n = next++
    await storage.tx('pair', async (tx) => {
      await tx.db
        .insertInto('left_side')
        .values({ n, filler: 'x'.repeat(100) })
        .execute()
      await tx.db.insertInto('right_side').values({ n }).execute()
    })
    writeSync(1, `${n}\n`)
  }
}

await Promise.all(Array.from({ length: 50 }, write))
