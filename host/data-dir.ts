import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Refusal } from './settings.ts'

/** The folder of an installation, held by one process at a time. */
export interface DataDir {
  readonly path: string
  /** The database file of a service. */
  database(name: string): string
  release(): void
}

/** Where a service's database lies below an installation's folder. */
export function databasePath(dataDir: string, name: string): string {
  return join(dataDir, 'db', `${name}.sqlite`)
}

/**
 * Takes the folder for this process; a Refusal where another has it. The lock is SQLite's own on a file
 * beside the databases, so it is gone with the process however that ends.
 */
export function takeDataDir(dataDir: string): DataDir {
  const path = resolve(dataDir)
  mkdirSync(join(path, 'db'), { recursive: true })
  const lock = new DatabaseSync(join(path, 'running.lock'))
  try {
    lock.exec('PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new Refusal(
      `${path} is in use: the platform is already running on it. Stop it, or choose another DATA_DIR.`,
    )
  }
  return { path, database: (name) => databasePath(path, name), release: () => lock.close() }
}
