import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { silentLog } from '#kit/telemetry/log.ts'
import { audit } from '../books/audit.ts'
import { checks } from '../books/checks.ts'
import { openBooks } from '../books/open-books.ts'
import { seedDemo } from '../demo/seed.ts'
import { demoProfile } from '../profiles/demo.ts'
import { mariadbAvailable, startMariadb } from '../servers/mariadb.ts'
import { Refusal } from '../settings.ts'
import { moveToMysql } from './move.ts'

const isRequired = process.env.REQUIRE_SERVERS === '1'
const skip =
  mariadbAvailable() || isRequired ? false : 'MariaDB is not on this machine: apt-get install mariadb-server'
const days = 2

test('an installation moves whole: same rows, clean books; and never onto another', { skip }, async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'move-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const server = await startMariadb()
  t.after(() => server.stop())
  const seed = { dataDir, profile: demoProfile, seed: 1, days, now: Date.now(), log: silentLog }
  const { orders } = await seedDemo(seed)

  const moved = await moveToMysql({ dataDir, url: server.url, prefix: 'moved' })
  const before = openBooks({ dataDir })
  const after = openBooks({ dataDir, url: server.url, prefix: 'moved' })
  t.after(() => Promise.all([before.close(), after.close()]))
  const sql = 'SELECT id, number, amount_fen, state FROM orders ORDER BY id'
  const rows = await after.all('order', sql)
  assert.equal(rows.length, orders)
  assert.deepEqual(JSON.stringify(rows), JSON.stringify(await before.all('order', sql)))
  assert.ok(
    moved.every(({ rows: count }) => count > 0),
    JSON.stringify(moved),
  )
  for (const { check, finding } of await audit(after, checks, 0))
    assert.deepEqual(finding.violations, [], `${check.id} ${check.says}`)

  await assert.rejects(moveToMysql({ dataDir, url: server.url, prefix: 'moved' }), Refusal)
  const connection = await createConnection({ uri: server.url, database: 'moved_order' })
  const columns = 'order_id, kind, item_id, name, image, options, quantity, unit_price_fen, parts'
  const [inserted] = await connection.query(
    `insert into order_line (${columns}) select ${columns} from order_line limit 1`,
  )
  await connection.end()
  assert.ok('insertId' in inserted && inserted.insertId > rows.length, 'numbers go on after the last')
})
