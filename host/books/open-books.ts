import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { carriersOf, type On } from '../topologies.ts'
import type { OpenBooks } from './check.ts'
import { openMysqlBooks } from './mysql-books.ts'
import { openSqliteBooks } from './sqlite-books.ts'

/** Which installation is looked at. */
export interface Installation {
  /** Its DATA_DIR. */
  readonly dataDir: string
  /** What it runs on; SQLite below the data folder unless told. */
  readonly on?: On
  /** Its database server, `mysql://…`; from `platform.json` in its data folder unless told. */
  readonly url?: string
  readonly prefix?: string
}

/** The books of an installation. Throws an Error where nobody has said which database server is its own. */
export function openBooks({ dataDir, on = 'direct', ...told }: Installation): OpenBooks {
  if (told.url === undefined && carriersOf[on].storage === 'sqlite') return openSqliteBooks(dataDir)
  const { storage, prefix = 'cangqiong' } = readPlatform(dataDir)
  const url = told.url ?? storage
  if (!url?.startsWith('mysql://'))
    throw new Error(`${join(dataDir, 'platform.json')} names no MySQL server: give its --url mysql://…`)
  return openMysqlBooks({ url, prefix: told.prefix ?? prefix, dataDir })
}

/** What the installation was told to be carried by, as it stands in its data folder. */
function readPlatform(dataDir: string): { readonly storage?: string; readonly prefix?: string } {
  const file = join(dataDir, 'platform.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
