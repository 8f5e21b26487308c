import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteBooks } from '../../host/books/sqlite-books.ts'
import {
  foundIn,
  importable,
  importedIn,
  importInto,
  importKilled,
  newInstallation,
  skippedIn,
  violationsOnSqlite,
} from '../../host/import/installation.fixture.ts'
import type { ImportReport } from '../../host/import/ledger.ts'
import { writeDump } from '../../host/import/old-dump.fixture.ts'
import { oldTown } from '../../host/import/old-town.fixture.ts'

const orders = Number(process.env.IMPORT_ORDERS ?? 100_000)
/** What an import tells on its way; at each of them one is killed. */
const deaths = [
  /read \d+ rows/,
  /looked at 20000 /,
  /looked at 60000 /,
  /looked at 100000 /,
  /counting the reports/,
]

test(`${orders} orders come over whole, through kill -9 at every stage, and only once`, async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  const town = oldTown({ orders, seed: 1, dirtyPercent: 10 })
  const dump = join(dataDir, 'old.sql')
  writeDump(dump, town)
  const begunAt = performance.now()
  for (const whenTold of deaths) await importKilled(dataDir, dump, { whenTold })
  assert.equal(await importKilled(dataDir, dump), true)
  t.diagnostic(
    `${orders} orders, ${deaths.length} kills: ${Math.round((performance.now() - begunAt) / 1000)} s`,
  )

  const last: ImportReport = JSON.parse(readFileSync(join(dataDir, 'import-report.json'), 'utf8'))
  assert.deepEqual(foundIn(last), town.found)
  const again = await importInto(dataDir, dump)
  assert.equal(importedIn(again), 0)
  const { ALREADY_IMPORTED, ...refused } = skippedIn(again).orders ?? {}
  assert.deepEqual(refused, town.expected.orders)
  assert.equal(ALREADY_IMPORTED, await countOrders(dataDir))
  assert.ok(importable(town) > orders)
  assert.deepEqual(await violationsOnSqlite(dataDir), [])
})

async function countOrders(dataDir: string): Promise<number> {
  const books = openSqliteBooks(dataDir)
  const [row] = await books.all<{ count: number }>('order', 'SELECT COUNT(*) AS count FROM orders')
  await books.close()
  return row?.count ?? 0
}
