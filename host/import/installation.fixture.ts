import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outsideContext, withContext } from '#kit/context.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { audit } from '../books/audit.ts'
import type { Books } from '../books/check.ts'
import { checks } from '../books/checks.ts'
import { openSqliteBooks } from '../books/sqlite-books.ts'
import { readOptions } from '../options.ts'
import { type Running, run } from '../run.ts'
import { takeSecrets } from '../secrets.ts'
import { definitions } from '../services.ts'
import { withServices } from '../with-services.ts'
import { type ImportPlan, importInstallation } from './import.ts'
import type { ImportReport } from './ledger.ts'
import type { Expected, OldTown } from './old-town.fixture.ts'

export const allServices = definitions.map(({ name }) => name).join(',')

/** A real installation that was started once and stopped, in a folder of its own. */
export async function newInstallation(): Promise<{ dataDir: string; remove: () => void }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'import-'))
  mkdirSync(join(dataDir, 'db'))
  takeSecrets(dataDir)
  const options = readOptions(['--services', allServices], { DEMO: '0', DATA_DIR: dataDir })
  const running = await run(options, silentLog, () => process.exit(1))
  await running.stop()
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true }) }
}

export function importInto(dataDir: string, from: string, changes: Partial<ImportPlan> = {}) {
  const plan = { from, dataDir, now: Date.now(), tell: () => undefined, ...changes }
  return withServices({ dataDir }, 'import', (running) => importInstallation(running, plan))
}

/** Does something as the system with the services of a stopped installation. */
export function within<T>(dataDir: string, work: (client: ClientOf) => Promise<T>): Promise<T> {
  const context = { ...outsideContext, by: { kind: 'system', id: 'test' } } as const
  return withServices({ dataDir }, 'test', ({ assembled }) =>
    withContext(context, () => work(assembled.around.client)),
  )
}

type ClientOf = Running['assembled']['around']['client']

/** Everything that the books of an installation hold against it. */
export async function violationsIn(books: Books): Promise<readonly string[]> {
  const audited = await audit(books, checks, 5_000)
  return audited.flatMap(({ check, finding }) =>
    finding.violations.slice(0, 3).map((violation) => `${check.id} ${check.says}: ${violation}`),
  )
}

export async function violationsOnSqlite(dataDir: string): Promise<readonly string[]> {
  const books = openSqliteBooks(dataDir)
  try {
    return await violationsIn(books)
  } finally {
    await books.close()
  }
}

/** How often each reason was given, by table. */
export function skippedIn({ tables }: ImportReport): Expected {
  const given = tables.map(({ table, skipped }) => {
    const reasons = Object.entries(skipped).map(([reason, { rows }]) => [reason, rows] as const)
    return [table, Object.fromEntries(reasons)] as const
  })
  return Object.fromEntries(given.filter(([, reasons]) => Object.keys(reasons).length > 0))
}

export function foundIn({ tables }: ImportReport): Record<string, number> {
  return Object.fromEntries(tables.map(({ table, found }) => [table, found]))
}

export function importedIn({ tables }: ImportReport): number {
  return tables.reduce((sum, { imported }) => sum + imported, 0)
}

/** What an import has to bring of a town in all its runs together. */
export function importable({ found, expected }: OldTown): number {
  const sum = (numbers: Readonly<Record<string, number>>) =>
    Object.values(numbers).reduce((total, each) => total + each, 0)
  return sum(found) - Object.values(expected).reduce((total, reasons) => total + sum(reasons), 0)
}

/** When a process is killed with −9: after a while, or as soon as it has told something. */
export type Death = { readonly afterMs: number } | { readonly whenTold: RegExp }

/** Runs the command in a process of its own that is killed; tells whether it was quicker. */
export async function importKilled(dataDir: string, from: string, death?: Death): Promise<boolean> {
  const command = join(import.meta.dirname, '../commands/import.ts')
  const child = spawn(process.execPath, [command, '--from', from, '--data', dataDir])
  const kill = () => child.kill('SIGKILL')
  let output = ''
  const hear = (text: Buffer) => {
    output += text
    if (death && 'whenTold' in death && death.whenTold.test(output)) kill()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const timer = death && 'afterMs' in death ? setTimeout(kill, death.afterMs) : undefined
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  if (code !== 0 && code !== null) throw new Error(output)
  return code === 0
}
