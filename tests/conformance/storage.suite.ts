import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import { type BankTables, bankMigrations, createBank } from './storage.bank.ts'
import { commitsConform } from './storage.commits.ts'
import { operationsConform } from './storage.operations.ts'
import { valuesConform } from './storage.values.ts'

/** Opens the same database every time it is called, once the one before was stopped. */
export type OpenStorage = (migrations: readonly Migration[]) => Promise<Storage<BankTables>>

/** What every storage adapter promises. */
export function storageConforms(adapter: string, open: OpenStorage): void {
  describe(`storage on ${adapter}`, () => {
    let storage: Storage<BankTables>
    const bank = createBank(() => storage)

    before(async () => {
      storage = await open(bankMigrations)
    })
    after(() => storage.stop())

    commitsConform(bank)
    operationsConform(bank)
    valuesConform(bank)
  })

  describe(`life of a storage on ${adapter}`, () => lifeConforms(open))
}

function lifeConforms(open: OpenStorage): void {
  test('a migration that has changed since it was applied is refused', async () => {
    await (await open(bankMigrations)).stop()
    const [first, second] = bankMigrations as [Migration, Migration]
    const changed = { ...first, statements: ['create table account (id int)'] }
    await assert.rejects(open([changed, second]), /0001-account was applied and has changed/)
  })

  test('a new migration that sorts before an applied one is refused', async () => {
    const [first, second] = bankMigrations as [Migration, Migration]
    const late = { name: '0001-zz', statements: ['create table late (id int)'] }
    await assert.rejects(open([first, late, second]), /0001-zz sorts before 0002-item/)
    await assert.rejects(open([second, first]), /0001-account does not sort after 0002-item/)
  })

  test('a migration that failed half-way is applied once it is mended; older code still opens', async () => {
    const create = 'create table mended (id int)'
    const broken = { name: '0003-mended', statements: [create, 'create tabel x (id int)'] }
    await assert.rejects(open([...bankMigrations, broken]), /0003-mended failed/)
    const mended = { ...broken, statements: [create, 'create index ix_mended on mended (id)'] }
    await (await open([...bankMigrations, mended])).stop()
    const older = await open(bankMigrations)
    assert.equal(await older.ready(), true)
    await older.stop()
  })

  test('after stop everything is refused as unavailable', async () => {
    const storage = await open(bankMigrations)
    await storage.stop()
    assert.equal(await storage.ready(), false)
    const unavailable = { name: 'Fault', reason: 'STORAGE_UNAVAILABLE' }
    const writing = storage.tx('late', async () => undefined)
    await assert.rejects(writing, unavailable)
    const reading = storage.read('late', (db) => db.selectFrom('account').selectAll().execute())
    await assert.rejects(reading, unavailable)
  })
}
