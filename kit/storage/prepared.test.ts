import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely, QueryResult } from 'kysely'
import { sqliteDialect } from './dialect-sqlite.ts'
import { createDb } from './executor.ts'
import { prepared } from './prepared.ts'

interface Tables {
  stock: { id: number; left: number }
}

function recorder() {
  const sent: unknown[] = []
  const run = (sql: string, values: readonly unknown[]): QueryResult<unknown> => {
    sent.push([sql, ...values])
    return { rows: [] }
  }
  return { sent, db: createDb<Tables>(sqliteDialect.language, run) }
}

test('the query is built once; values go where they were named and constants stay', async () => {
  let built = 0
  const take = prepared((db: Kysely<Tables>, value: { id: number; n: number }) => {
    built++
    return db
      .updateTable('stock')
      .set((eb) => ({ left: eb('left', '-', value.n) }))
      .where('left', '>=', value.n)
      .where('id', '=', value.id)
      .where('id', '!=', 9)
  })
  const first = recorder()
  const second = recorder()
  await take(first.db, { id: 1, n: 2 })
  await take(second.db, { id: 3, n: 4 })
  const sql = 'update "stock" set "left" = "left" - ? where "left" >= ? and "id" = ? and "id" != ?'
  assert.deepEqual(first.sent, [[sql, 2, 2, 1, 9]])
  assert.deepEqual(second.sent, [[sql, 4, 4, 3, 9]])
  assert.equal(built, 1)
})

test('calculating with a value while the query is built is refused', async () => {
  const bad = prepared((db: Kysely<Tables>, value: { id: number }) =>
    db.selectFrom('stock').where('id', '=', value.id + 1),
  )
  assert.throws(() => bad(recorder().db, { id: 1 }), /id has no value yet/)
})
