import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#kit/clock.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { timersSuite } from './timers.suite.ts'

timersSuite('sqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'timers-'))
  const path = join(folder, 'timers.db')
  return {
    open: () => createSqliteStorage({ path, migrations: [], clock: systemClock, log: silentLog }),
    remove: () => rm(folder, { recursive: true }),
  }
})
