import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import { systemClock } from '#kit/clock.ts'
import type { Fault } from '#kit/fault.ts'
import { kitMigrations } from '#kit/storage/kit-migrations.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import { isUniqueViolation } from '#kit/storage/violation.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { type BankTables, bankMigrations, insertAccount } from './storage.bank.ts'

const isPossible = mariadbAvailable() || process.env.REQUIRE_SERVERS === '1'
const skip = isPossible ? false : 'MariaDB is not installed (Debian: apt-get install mariadb-server)'

let server: StartedMariadb
let storage: Storage<BankTables>
let lostRaces = 0
const log: Log = { ...silentLog, debug: () => lostRaces++ }

const open = (database: string, migrations: readonly Migration[] = bankMigrations) =>
  createMysqlStorage<BankTables>({ url: server.url, database, migrations, clock: systemClock, log })

before(async () => {
  if (skip) return
  server = await startMariadb()
  storage = await open('attacked')
})
after(async () => {
  if (skip) return
  await storage.stop()
  await server.stop()
})

/** Runs a statement on a connection that the storage knows nothing of. */
async function outside(statement: string): Promise<unknown> {
  const connection = await createConnection(server.url)
  const [rows] = await connection.query(statement).finally(() => connection.end())
  return rows
}

const connectionId = async (db: Kysely<BankTables>) =>
  (await sql<{ id: number }>`select connection_id() as id`.execute(db)).rows[0]?.id

test('transactions that deadlock run again until all have committed once', { skip }, async () => {
  await storage.tx('two', async (tx) => {
    await insertAccount(tx, 'a', 0)
    await insertAccount(tx, 'b', 0)
  })
  /** Swallows the deadlock, and would commit half of itself, and then meet that half, if it could go on. */
  const both = (first: string, second: string, i: number) =>
    storage.tx('both', async (tx) => {
      const add = (id: string) =>
        tx.db
          .updateTable('account')
          .set((eb) => ({ balance: eb('balance', '+', 1) }))
          .where('id', '=', id)
          .execute()
      await add(first)
      await add(second).catch(() => undefined)
      await insertAccount(tx, `both-${i}`, 1).catch((error) => {
        if (isUniqueViolation(error)) throw error
      })
    })
  for (let i = 0; i < 30; i++) await Promise.all([both('a', 'b', 2 * i), both('b', 'a', 2 * i + 1)])
  const rows = await storage.read('both', (db) =>
    db.selectFrom('account').select(['id', 'balance']).where('id', 'in', ['a', 'b']).orderBy('id').execute(),
  )
  assert.deepEqual(rows, [
    { id: 'a', balance: 60 },
    { id: 'b', balance: 60 },
  ])
  assert.ok(lostRaces > 0, 'no deadlock happened: the test proves nothing')
})

test('a connection lost inside a transaction is a definite refusal; the storage goes on', {
  skip,
}, async () => {
  const cut = storage.tx('cut', async (tx) => {
    await insertAccount(tx, 'cut', 1)
    await outside(`kill ${await connectionId(tx.db)}`)
    await insertAccount(tx, 'cut-2', 1).catch(() => undefined)
  })
  const fault = (await cut.catch((error) => error)) as Fault
  assert.equal(fault.reason, 'STORAGE_UNAVAILABLE')
  assert.equal(fault.unknown, false)
  await storage.tx('after', (tx) => insertAccount(tx, 'cut', 2))
})

test('a connection that is lost at COMMIT leaves the outcome unknown', { skip }, async () => {
  const cut = storage.tx('cut', async (tx) => {
    await insertAccount(tx, 'unknown', 1)
    await outside(`kill ${await connectionId(tx.db)}`)
  })
  const fault = (await cut.catch((error) => error)) as Fault
  assert.equal(fault.reason, 'STORAGE_UNAVAILABLE')
  assert.equal(fault.unknown, true)
})

test('text that is too long is refused, never cut off', { skip }, async () => {
  const long = storage.tx('long', (tx) => insertAccount(tx, 'x'.repeat(37), 1))
  await assert.rejects(long, /too long/)
})

test('processes that open a new database at the same time migrate it once', { skip }, async () => {
  const opened = await Promise.all([open('raced'), open('raced'), open('raced')])
  const rows = await outside(
    'select name from raced.kit_migration where applied_at is not null order by name',
  )
  const names = [...bankMigrations, ...kitMigrations].map(({ name }) => ({ name }))
  assert.deepEqual(rows, names)
  for (const each of opened) await each.stop()
})

test('a migration whose last statement was done but not recorded goes on from there', { skip }, async () => {
  const grown: Migration = {
    name: '0003-grown',
    statements: ['alter table item add column price bigint', 'create table grown (id int primary key)'],
  }
  await (await open('grown')).stop()
  await outside("insert into grown.kit_migration values ('0003-grown', 'x', 0, null)")
  await outside('alter table grown.item add column price bigint')
  await (await open('grown', [...bankMigrations, grown])).stop()
  assert.deepEqual(await outside('select count(*) as n from grown.grown'), [{ n: 0 }])
})

test('stop waits for a running transaction', { skip }, async () => {
  const other = await open('stopped')
  const writing = other.tx('slow', async (tx) => {
    for (let i = 0; i < 20; i++) await insertAccount(tx, `slow-${i}`, 1)
  })
  await other.stop()
  await writing
  assert.deepEqual(await outside('select count(*) as n from stopped.account'), [{ n: 20 }])
})

test('a server that is not there is a fault', { skip }, async () => {
  const url = 'mysql://root@127.0.0.1:1'
  const opening = createMysqlStorage({ url, database: 'x', migrations: [], clock: systemClock, log })
  await assert.rejects(opening, { name: 'Fault', reason: 'STORAGE_UNAVAILABLE' })
})
