import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { until } from '../journeys/api.ts'

/** What staff ask for is entered before it is judged: that much a refusal leaves behind. */
const entered = new Set(['audit_entry', 'audit_head'])

/** Every table of an installation, by database and name, as a digest of all its rows. */
export type Digest = Readonly<Record<string, string>>

export function digestOf(dataDir: string): Digest {
  const files = globSync(join(dataDir, 'db', '*.sqlite')).sort()
  return Object.fromEntries(files.flatMap((file) => tablesOf(file)))
}

function tablesOf(file: string): [string, string][] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
    const judged = tables.filter(({ name }) => !entered.has(String(name)))
    return judged.map(({ name }) => {
      const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all()
      const texts = rows.map((row) => JSON.stringify(row)).sort()
      const hash = createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)
      return [`${basename(file, '.sqlite')}.${String(name)}`, `${rows.length} rows, ${hash}`]
    })
  } finally {
    database.close()
  }
}

/** The digest once nothing is on its way any more. */
export async function settledDigest(dataDir: string): Promise<Digest> {
  let before = digestOf(dataDir)
  let calmLooks = 0
  const look = async () => {
    const now = digestOf(dataDir)
    calmLooks = JSON.stringify(now) === JSON.stringify(before) ? calmLooks + 1 : 0
    before = now
    return calmLooks
  }
  // Each look is some 40 ms after the last: the platform was at rest for over a second.
  await until('the databases to be at rest', look, (looks) => looks > 30, 60_000)
  return before
}
