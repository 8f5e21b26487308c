import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Audited, audit } from '../books/audit.ts'
import type { OpenBooks } from '../books/check.ts'
import { checks } from '../books/checks.ts'
import { openBooks } from '../books/open-books.ts'
import { definitions } from '../services.ts'
import { splitDir, topologyOf } from '../split-dir.ts'
import { type On, topologies } from '../topologies.ts'

const shownMax = 5

const usage = `usage: npm run books -- [--data DIR] [--on ${topologies.join('|')}] [--settle SECONDS]
         [--url mysql://… [--prefix NAME]]
DIR is the DATA_DIR of an installation: ./data unless told, with --on the folder of that split.`

/**
 * `npm run books -- [--data DIR] [--on NAME] [--settle N]`: holds the databases against every invariant;
 * exit 1 on any violation.
 */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { data: text, on: text, url: text, prefix: text, settle: text },
  })
  const settleSeconds = Number(values.settle ?? '0')
  const on = values.on ?? topologyOf(values.data ?? './data') ?? 'direct'
  if (!isTopology(on) || !Number.isFinite(settleSeconds) || settleSeconds < 0) return refuse(usage)
  const dataDir = values.data ?? (values.on && existsSync(splitDir(on)) ? splitDir(on) : './data')
  const { url, prefix } = values
  const books = openBooks({ dataDir, on, ...(url && { url }), ...(prefix && { prefix }) })
  try {
    const absent = await absentFrom(books)
    if (absent.length > 0)
      return refuse(`${dataDir} is no installation on ${on}: it lacks the databases of ${absent}\n${usage}`)
    return tell(await audit(books, checks, settleSeconds * 1000))
  } finally {
    await books.close()
  }
}

function isTopology(on: string): on is On {
  return topologies.some((each) => each === on)
}

function refuse(why: string): number {
  console.error(why)
  return 2
}

/** The services whose databases are not there. */
async function absentFrom(books: OpenBooks): Promise<string> {
  const names: string[] = []
  for (const { name } of definitions)
    if ((await books.all(name, 'SELECT 1 AS one')).length === 0) names.push(name)
  return names.join(', ')
}

function tell(audited: readonly Audited[]): number {
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

process.exitCode = await main().catch((error: Error) => refuse(`the books cannot be read: ${error.message}`))
