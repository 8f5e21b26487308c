import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { storageConforms } from './storage.suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'cangqiong-storage-'))
after(() => rmSync(folder, { recursive: true }))

storageConforms('SQLite', (migrations) =>
  createSqliteStorage({
    path: join(folder, 'conformance.db'),
    migrations,
    clock: systemClock,
    log: silentLog,
  }),
)
