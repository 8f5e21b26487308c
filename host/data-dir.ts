import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Refusal } from './settings.ts'

/** The folder of an installation, held by one process at a time. */
export interface DataDir {
  readonly path: string
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
  makeFolder(join(path, 'db'))
  const lock = new DatabaseSync(join(path, 'running.lock'))
  try {
    lock.exec('PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new Refusal(
      `${path} is in use: the platform is already running on it. Stop it, or choose another DATA_DIR.`,
    )
  }
  return { path, release: () => lock.close() }
}

/** Step by step, because where a file system refuses oddly Node's own recursive way never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    // People's names and addresses lie below it.
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    throw new Refusal(`${path} cannot be made: ${error instanceof Error ? error.message : error}`)
  }
}
