import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { systemClock } from '#kit/clock.ts'
import type { Fault } from '#kit/fault.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { type BankTables, bankMigrations, insertAccount } from './storage.bank.ts'

const isPossible = mariadbAvailable() || process.env.REQUIRE_SERVERS === '1'
const skip = isPossible ? false : 'MariaDB is not installed (Debian: apt-get install mariadb-server)'

/** Longer than any one call may be held up by a database that is away. */
const promptlyMs = 4000
const poolSize = 4

let server: StartedMariadb
let storage: Storage<BankTables>
let ids = 0

before(async () => {
  if (skip) return
  server = await startMariadb()
})
beforeEach(async () => {
  if (skip) return
  await storage?.stop()
  storage = await createMysqlStorage<BankTables>({
    url: server.url,
    database: 'outages',
    migrations: bankMigrations,
    clock: systemClock,
    log: silentLog,
    poolSize,
  })
})
after(async () => {
  if (skip) return
  await storage.stop()
  await server.stop()
})

const write = (id = `a-${ids++}`) => storage.tx('write', (tx) => insertAccount(tx, id, 1))
const read = () => storage.read('read', (db) => db.selectFrom('account').select('id').execute())

/** More at once than there are connections, so that some must wait for one. */
const manyAtOnce = () => [...Array.from({ length: 2 * poolSize }, () => write()), read(), read()]

async function assertRefusedPromptly(): Promise<void> {
  const begunAt = performance.now()
  for (const outcome of await Promise.allSettled(manyAtOnce())) {
    assert.equal(outcome.status, 'rejected')
    assert.equal((outcome.reason as Fault).reason, 'STORAGE_UNAVAILABLE')
  }
  assert.equal(await storage.ready(), false)
  const tookMs = performance.now() - begunAt
  assert.ok(tookMs < 2 * promptlyMs, `refusals took ${Math.round(tookMs)} ms`)
}

test('while the database is dead everything is refused at once; when it is back everything works', {
  skip,
}, async () => {
  await Promise.all(manyAtOnce())
  await server.kill()
  await assertRefusedPromptly()
  await server.restart()
  assert.equal(await storage.ready(), true)
  await Promise.all(manyAtOnce())
})

test('while the database hangs nothing hangs with it; when it goes on everything works', {
  skip,
}, async () => {
  await Promise.all(manyAtOnce())
  process.kill(server.pid, 'SIGSTOP')
  try {
    // Threads that were at work may still answer.
    const giveUpAt = performance.now() + promptlyMs
    while (await storage.ready()) assert.ok(performance.now() < giveUpAt, 'it does not hang')
    await assertRefusedPromptly()
  } finally {
    process.kill(server.pid, 'SIGCONT')
  }
  await Promise.all(manyAtOnce())
  assert.equal(await storage.ready(), true)
})

test('connections that have died unseen harm nobody', { skip }, async () => {
  await Promise.all(manyAtOnce())
  const outside = await createConnection(server.url)
  const [rows] = await outside.query("select id from information_schema.processlist where db = 'outages'")
  const open = rows as { id: number }[]
  assert.ok(open.length > 1)
  // Nobody has been told yet when the next calls come.
  const killing = Promise.all(open.map(({ id }) => outside.query(`kill ${id}`)))
  await killing
  await Promise.all([write(), read(), write()])
  await outside.end()
})

test('what was acknowledged survives the death of the database, what was refused for certain never was', {
  skip,
}, async () => {
  const acknowledged = new Set<string>()
  const refused = new Set<string>()
  let isOver = false
  async function writeOnAndOn(writer: number): Promise<void> {
    for (let i = 0; !isOver; i++) {
      const id = `w-${writer}-${i}`
      try {
        await write(id)
        acknowledged.add(id)
      } catch (error) {
        if (!(error as Fault).unknown) refused.add(id)
        await systemClock.sleep(5)
      }
    }
  }
  const writers = Array.from({ length: 2 * poolSize }, (_, writer) => writeOnAndOn(writer))
  for (let kills = 0; kills < 2; kills++) {
    const before = acknowledged.size
    while (acknowledged.size < before + 50) await systemClock.sleep(5)
    await server.kill()
    await server.restart()
  }
  isOver = true
  await Promise.all(writers)
  const kept = new Set((await read()).map(({ id }) => id))
  assert.deepEqual(
    [...acknowledged].filter((id) => !kept.has(id)),
    [],
  )
  assert.deepEqual(
    [...refused].filter((id) => kept.has(id)),
    [],
  )
  assert.ok(refused.size > 0, 'nothing was refused: the test proves nothing')
})
