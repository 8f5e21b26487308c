import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { openMysqlBooks } from '../books/mysql-books.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../servers/mariadb.ts'
import { withServices } from '../with-services.ts'
import { importInstallation } from './import.ts'
import {
  importable,
  importedIn,
  importInto,
  newInstallation,
  skippedIn,
  violationsIn,
  violationsOnSqlite,
} from './installation.fixture.ts'
import { writeDump } from './old-dump.fixture.ts'
import { oldTown } from './old-town.fixture.ts'

const skip =
  mariadbAvailable() || process.env.REQUIRE_SERVERS === '1'
    ? false
    : 'MariaDB is not installed (Debian: apt-get install mariadb-server)'

const folder = mkdtempSync(join(tmpdir(), 'old-'))
const dump = join(folder, 'old.sql')
const town = oldTown({ orders: 700, seed: 11, dirtyPercent: 20 })
let server: StartedMariadb
let old: string

before(async () => {
  writeDump(dump, town)
  if (skip) return
  server = await startMariadb()
  old = `${server.url}/sky_take_out`
  const connection = await createConnection({ uri: server.url, multipleStatements: true })
  await connection.query('create database sky_take_out; use sky_take_out')
  await connection.query(readFileSync(dump, 'utf8'))
  await connection.end()
})
after(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true })
})

test('a database is brought over as its dump is', { skip }, async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  const now = Date.now()
  const live = await importInto(dataDir, old, { now })
  assert.deepEqual(skippedIn(live), town.expected)
  assert.equal(importedIn(live), importable(town))
  assert.deepEqual(await violationsOnSqlite(dataDir), [])
  const dumped = await importInto(dataDir, dump, { now })
  assert.equal(importedIn(dumped), 0)
  assert.equal(skippedIn(dumped).orders?.CHANGED_SINCE, undefined, 'both tell the same of every order')
})

test('an old database that cannot be reached, or is none, is refused', { skip }, async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  await assert.rejects(importInto(dataDir, `${server.url}/nowhere`), /cannot be reached/)
  await assert.rejects(importInto(dataDir, `${server.url}/mysql`), /nothing there is a row/)
})

test('an installation on MySQL takes an old one in, once', { skip }, async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  const platform = join(dataDir, 'platform.json')
  writeFileSync(platform, JSON.stringify({ storage: server.url, prefix: 'fresh' }))
  const plan = { from: dump, dataDir, now: Date.now(), tell: () => undefined }
  const run = () =>
    withServices({ dataDir, platform }, 'import', (running) => importInstallation(running, plan))
  const report = await run()
  assert.deepEqual(skippedIn(report), town.expected)
  assert.equal(importedIn(report), importable(town))
  assert.equal(importedIn(await run()), 0)
  const books = openMysqlBooks({ url: server.url, prefix: 'fresh', dataDir })
  t.after(() => books.close())
  const [orders] = await books.all<{ count: number }>('order', 'SELECT COUNT(*) AS count FROM orders')
  assert.equal(Number(orders?.count), report.tables.find(({ table }) => table === 'orders')?.imported)
  assert.deepEqual(await violationsIn(books), [])
})
