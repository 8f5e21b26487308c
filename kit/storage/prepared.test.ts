import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely, QueryResult } from 'kysely'
import { mysqlDialect } from './dialect-mysql.ts'
import { sqliteDialect } from './dialect-sqlite.ts'
import { createDb } from './executor.ts'
import { prepared, preparedInsert } from './prepared.ts'

interface Tables {
  stock: { id: number; left: number }
  note: { id: number; text: string | null; by: string }
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

test('an insert binds each row to its own columns, whatever order and selection they come in', async () => {
  const insert = preparedInsert<Tables, 'note'>('note')
  const { sent, db } = recorder()
  await insert(db, { id: 1, text: 'a', by: 'x' })
  await insert(db, { by: 'y', id: 2, text: null })
  await insert(db, { id: 3, text: null, by: 'z' })
  assert.deepEqual(sent, [
    ['insert into "note" ("id", "text", "by") values (?, ?, ?)', 1, 'a', 'x'],
    ['insert into "note" ("by", "id", "text") values (?, ?, ?)', 'y', 2, null],
    ['insert into "note" ("id", "text", "by") values (?, ?, ?)', 3, null, 'z'],
  ])
})

test('an insert is compiled once for each shape of row and dialect', async () => {
  const insert = preparedInsert<Tables, 'stock'>('stock')
  let built = 0
  const counting = (db: Kysely<Tables>) =>
    new Proxy(db, {
      get(target, name) {
        if (name === 'insertInto') built++
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  const [first, second] = [recorder(), recorder()]
  for (const { db } of [first, first, second]) await insert(counting(db), { id: 1, left: 2 })
  assert.equal(built, 1)
  await insert(counting(first.db), { left: 2, id: 1 })
  assert.equal(built, 2)
  const onMysql = createDb<Tables>(mysqlDialect.language, () => ({ rows: [] }))
  await insert(counting(onMysql), { id: 1, left: 2 })
  assert.equal(built, 3)
})
