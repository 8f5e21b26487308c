import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteBooks } from '../books/sqlite-books.ts'
import {
  importedIn,
  importInto,
  importKilled,
  newInstallation,
  violationsOnSqlite,
} from './installation.fixture.ts'
import { writeDump } from './old-dump.fixture.ts'
import { oldTown } from './old-town.fixture.ts'

test('killed with −9 again and again it ends where it would have without', async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  const town = oldTown({ orders: 3_000, seed: 3, dirtyPercent: 10 })
  const dump = join(dataDir, 'old.sql')
  writeDump(dump, town)
  let kills = 0
  for (let afterMs = 600; ; afterMs *= 1.6) {
    if (await importKilled(dataDir, dump, { afterMs })) break
    kills++
  }
  t.diagnostic(`${kills} kills`)
  assert.ok(kills >= 2, `${kills} kills`)
  assert.equal(importedIn(await importInto(dataDir, dump)), 0)
  assert.deepEqual(await violationsOnSqlite(dataDir), [])
  const books = openSqliteBooks(dataDir)
  const [orders] = await books.all<{ count: number }>('order', 'SELECT COUNT(*) AS count FROM orders')
  await books.close()
  const skipped = Object.values(town.expected.orders ?? {}).reduce((sum, each) => sum + each, 0)
  assert.equal(orders?.count, 3_000 - skipped)
})
