import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { systemClock } from '../clock.ts'
import { createSqliteStorage } from '../storage/sqlite.ts'
import type { KitTables, Storage } from '../storage/storage.ts'
import { silentLog } from '../telemetry/log.ts'

/** A database with the kit's tables that ends with the test. */
export async function openStorage(t: TestContext): Promise<Storage<KitTables>> {
  const folder = mkdtempSync(join(tmpdir(), 'messaging-'))
  const path = join(folder, 'service.db')
  const storage = await createSqliteStorage<KitTables>({
    path,
    migrations: [],
    clock: systemClock,
    log: silentLog,
  })
  t.after(async () => {
    await storage.stop()
    rmSync(folder, { recursive: true })
  })
  return storage
}
