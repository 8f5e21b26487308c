import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { databasePath, takeDataDir } from '../data-dir.ts'
import { moveToMysql } from '../move/move.ts'
import { Refusal } from '../settings.ts'

const usage = 'usage: npm run move -- --data DIR --to mysql://USER:PASSWORD@HOST:PORT [--prefix cangqiong]'

/** Moves a stopped installation from SQLite to MySQL, where services may run more than once. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { data: text, to: text, prefix: text } })
  const { data, to: url, prefix = 'cangqiong' } = values
  if (data === undefined || !url?.startsWith('mysql://')) throw new Refusal(usage)
  if (!existsSync(databasePath(data, 'order'))) throw new Refusal(`${data} is no installation on SQLite`)
  const dataDir = takeDataDir(data)
  try {
    for (const { database, rows } of await moveToMysql({ dataDir: data, url, prefix }))
      console.log(`${database.padEnd(24)} ${String(rows).padStart(9)} rows`)
  } finally {
    dataDir.release()
  }
  console.log(`\nFrom now on start it with CANGQIONG_PLATFORM_STORAGE=${withoutPassword(url)}`)
  return 0
}

function withoutPassword(url: string): string {
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '***'
  return shown.toString()
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error)
  process.exitCode = 2
}
