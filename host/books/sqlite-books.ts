import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { databasePath } from '../data-dir.ts'
import type { OpenBooks } from './check.ts'

/**
 * The databases below a data folder; they may be in use meanwhile. A database that is not there has no rows.
 */
export function openSqliteBooks(dataDir: string): OpenBooks {
  const opened = new Map<string, DatabaseSync>()

  function open(database: string): DatabaseSync | undefined {
    const file = databasePath(dataDir, database)
    const known = opened.get(file)
    if (known || !existsSync(file)) return known
    const fresh = new DatabaseSync(file)
    fresh.exec('PRAGMA busy_timeout = 2000; PRAGMA query_only = on')
    opened.set(file, fresh)
    return fresh
  }

  return {
    all: async <Row>(database: string, sql: string) => (open(database)?.prepare(sql).all() ?? []) as Row[],
    async close() {
      for (const database of opened.values()) database.close()
    },
  }
}
