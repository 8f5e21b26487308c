import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Audited, audit } from '../books/audit.ts'
import { checks } from '../books/checks.ts'
import { openSqliteBooks } from '../books/sqlite-books.ts'
import { databasePath } from '../data-dir.ts'
import { definitions } from '../services.ts'

const shownMax = 5

/**
 * `npm run books -- --data DIR [--settle N]`: holds the databases against every invariant; exit 1 on any
 * violation.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, settle: { type: 'string' } } })
  const dataDir = values.data ?? './data'
  const settleSeconds = Number(values.settle ?? '0')
  if (!existsSync(dataDir) || !Number.isFinite(settleSeconds) || settleSeconds < 0) {
    console.error(
      'usage: npm run books -- --data DIR [--settle SECONDS]; DIR is the DATA_DIR of an installation',
    )
    return 2
  }
  const absent = definitions.filter(({ name }) => !existsSync(databasePath(dataDir, name)))
  if (absent.length > 0) {
    console.error(
      `${dataDir} is no installation: it lacks the databases of ${absent.map(({ name }) => name).join(', ')}`,
    )
    return 2
  }
  const books = openSqliteBooks(dataDir)
  const audited = await audit(books, checks, settleSeconds * 1000)
  books.close()
  for (const each of audited) print(each)
  const wrong = audited.filter(({ finding }) => finding.violations.length > 0)
  const empty = audited.filter(({ finding }) => finding.counted === 0).length
  console.log(`\n${audited.length} checks, ${wrong.length} violated, ${empty} had nothing to look at`)
  return wrong.length === 0 ? 0 : 1
}

function print({ check, finding }: Audited): void {
  const { counted, violations } = finding
  const rows = `${String(counted).padStart(7)} rows`
  const verdict =
    violations.length > 0 ? `${violations.length} VIOLATIONS` : counted === 0 ? 'nothing to look at' : 'ok'
  console.log(`${check.id.padEnd(5)} ${check.when.padEnd(9)} ${rows}  ${verdict.padEnd(18)} ${check.says}`)
  for (const violation of violations.slice(0, shownMax)) console.log(`        ${violation}`)
  if (violations.length > shownMax) console.log(`        … and ${violations.length - shownMax} more`)
}

process.exitCode = await main()
