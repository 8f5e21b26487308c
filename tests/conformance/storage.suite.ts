import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Generated } from 'kysely'
import { Fault } from '#kit/fault.ts'
import { assertOutsideTx } from '#kit/storage/inside.ts'
import { prepared } from '#kit/storage/prepared.ts'
import { joined, type Migration, type Storage, type Tx } from '#kit/storage/storage.ts'
import { isUniqueViolation } from '#kit/storage/violation.ts'

export interface TestTables {
  account: { id: string; balance: number; note: string | null }
  item: { id: Generated<number>; name: string }
  file: { id: string; bytes: Uint8Array }
  doc: { id: string; payload: string }
}

export const testMigrations: readonly Migration[] = [
  {
    name: '0001-account',
    statements: [
      'create table account (id varchar(36) primary key, balance bigint not null, note text, check (balance >= 0))',
    ],
  },
  {
    name: '0002-item',
    statements: [
      'create table item (id {id}, name varchar(64) not null unique)',
      'create table file (id varchar(36) primary key, bytes blob not null)',
      'create table doc (id varchar(36) primary key, payload text not null)',
    ],
  },
]

/** Opens the same database every time it is called, once the one before was stopped. */
export type OpenStorage = (migrations: readonly Migration[]) => Promise<Storage<TestTables>>

/** What every storage adapter promises. */
export function storageConforms(adapter: string, open: OpenStorage): void {
  describe(`storage on ${adapter}`, () => {
    let storage: Storage<TestTables>
    let accounts = 0

    before(async () => {
      storage = await open(testMigrations)
    })
    after(() => storage.stop())

    /** A new account with some money in it. */
    async function openAccount(balance: number): Promise<string> {
      const id = `account-${accounts++}`
      await storage.tx('openAccount', (tx) => insertAccount(tx, id, balance))
      return id
    }

    async function balanceOf(id: string): Promise<number | undefined> {
      const query = (db: Tx<TestTables>['db']) =>
        db.selectFrom('account').select('balance').where('id', '=', id).executeTakeFirst()
      return (await storage.read('balanceOf', query))?.balance
    }

    test('a transaction that resolved is there, one that threw has left nothing', async () => {
      const kept = await openAccount(5)
      const failed = storage.tx('fail', async (tx) => {
        await insertAccount(tx, 'never', 1)
        throw new Fault('precondition', 'NO', 'no')
      })
      await assert.rejects(failed, { name: 'Fault', reason: 'NO' })
      assert.equal(await balanceOf(kept), 5)
      assert.equal(await balanceOf('never'), undefined)
    })

    test('of many transactions at once only those that throw fail', async () => {
      const run = (i: number) =>
        storage.tx('some', async (tx) => {
          await insertAccount(tx, `some-${i}`, i)
          if (i % 3 === 0) throw new Error(`third ${i}`)
          return i
        })
      const outcomes = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => run(i)))
      for (const [i, outcome] of outcomes.entries()) {
        assert.equal(outcome.status, i % 3 === 0 ? 'rejected' : 'fulfilled')
        assert.equal(await balanceOf(`some-${i}`), i % 3 === 0 ? undefined : i)
      }
    })

    test('a transaction sees its own writes, reads outside see only what is committed', async () => {
      const id = await openAccount(1)
      const outside = storage.read('concurrent', (db) =>
        db.selectFrom('account').select('balance').where('id', '=', id).executeTakeFirst(),
      )
      await storage.tx('write', async (tx) => {
        await tx.db.updateTable('account').set({ balance: 2 }).where('id', '=', id).execute()
        const row = await tx.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
        assert.deepEqual(row, { id, balance: 2, note: null })
      })
      assert.deepEqual(await outside, { balance: 1 })
      assert.equal(await balanceOf(id), 2)
    })

    test('what is returned by a transaction is handed on', async () => {
      assert.deepEqual(await storage.tx('answer', async () => ({ a: 1 })), { a: 1 })
    })

    test('another port used inside a transaction is refused, and so is a transaction inside one', async () => {
      const port = storage.tx('rpcInside', async () => assertOutsideTx('rpc'))
      await assert.rejects(port, /rpc was used inside the transaction rpcInside/)
      const nested = storage.tx('outer', async () => storage.tx('inner', async () => undefined))
      await assert.rejects(nested, /tx inner was used inside the transaction outer/)
      const reading = storage.tx('outer', async () => storage.read('look', async () => undefined))
      await assert.rejects(reading, /read look was used inside the transaction outer/)
    })

    test('work left behind by a transaction may use the ports once it is over', async () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const left = await storage.tx('leave', async () => ({
        later: promise.then(() => assertOutsideTx('rpc')),
      }))
      resolve()
      await left.later
    })

    test('a transaction that is over refuses statements', async () => {
      const kept = await storage.tx('keep', async (tx) => ({ tx }))
      await assert.rejects(insertAccount(kept.tx, 'late', 1), /the transaction keep is over/)
      assert.equal(await balanceOf('late'), undefined)
    })

    test('a second row with the same key is a unique violation, and the transaction may go on', async () => {
      const id = await openAccount(1)
      await storage.tx('again', async (tx) => {
        const error = await insertAccount(tx, id, 2).catch((thrown) => thrown)
        assert.ok(isUniqueViolation(error), String(error))
        await insertAccount(tx, `${id}-else`, 3)
      })
      assert.equal(await balanceOf(id), 1)
      assert.equal(await balanceOf(`${id}-else`), 3)
      const byName = storage.tx('names', async (tx) => {
        await tx.insertGetId('item', { name: 'same' })
        await tx.insertGetId('item', { name: 'same' })
      })
      await assert.rejects(byName, (error) => isUniqueViolation(error) && /name/.test(error.key))
    })

    test('a broken CHECK is neither a unique violation nor a fault', async () => {
      const error = await openAccount(-1).catch((thrown) => thrown)
      assert.ok(error instanceof Error && !isUniqueViolation(error) && !(error instanceof Fault))
    })

    test('upsert inserts a row or sets exactly the named columns', async () => {
      const upsert = (balance: number, note: string, update: string[]) =>
        storage.tx('upsert', (tx) => tx.upsert('account', { id: 'up', balance, note }, ['id'], update))
      const row = () =>
        storage.read('up', (db) => db.selectFrom('account').selectAll().where('id', '=', 'up').execute())
      await upsert(1, 'a', ['balance'])
      await upsert(2, 'b', ['balance'])
      assert.deepEqual(await row(), [{ id: 'up', balance: 2, note: 'a' }])
      await upsert(3, 'c', [])
      assert.deepEqual(await row(), [{ id: 'up', balance: 2, note: 'a' }])
    })

    test('insertIgnore tells whether it inserted, and hides no other error', async () => {
      const insert = (balance: number) =>
        storage.tx('ignore', (tx) => tx.insertIgnore('account', { id: 'once', balance, note: null }))
      assert.equal(await insert(1), true)
      assert.equal(await insert(2), false)
      assert.equal(await insert(1), false)
      assert.equal(await balanceOf('once'), 1)
      const broken = storage.tx('ignore', (tx) =>
        tx.insertIgnore('account', { id: 'bad', balance: -1, note: null }),
      )
      await assert.rejects(broken)
      const missing = storage.tx('ignore', (tx) => tx.insertIgnore('account', { id: 'bad' }))
      await assert.rejects(missing)
    })

    test('insertGetId answers the number of the row', async () => {
      const ids = await storage.tx('ids', async (tx) => [
        await tx.insertGetId('item', { name: 'first' }),
        await tx.insertGetId('item', { name: 'second' }),
      ])
      const rows = await storage.read('items', (db) =>
        db.selectFrom('item').selectAll().where('name', 'in', ['first', 'second']).orderBy('id').execute(),
      )
      assert.deepEqual(
        rows.map((row) => row.id),
        ids,
      )
      assert.ok((ids[1] ?? 0) > (ids[0] ?? 0))
    })

    test('a conditional update counts the rows that matched, changed or not', async () => {
      const id = await openAccount(10)
      const take = (amount: number) =>
        storage.tx('take', async (tx) => {
          const result = await tx.db
            .updateTable('account')
            .set((eb) => ({ balance: eb('balance', '-', amount) }))
            .where('id', '=', id)
            .where('balance', '>=', amount)
            .executeTakeFirstOrThrow()
          return Number(result.numUpdatedRows)
        })
      assert.equal(await take(4), 1)
      assert.equal(await take(7), 0)
      assert.equal(await take(0), 1)
      assert.equal(await balanceOf(id), 6)
    })

    test('rows locked for update can be changed in the same transaction', async () => {
      const id = await openAccount(1)
      await storage.tx('lock', async (tx) => {
        const query = tx.db.selectFrom('account').select('balance').where('id', '=', id)
        const [row] = await tx.lockForUpdate(query).execute()
        await tx.db
          .updateTable('account')
          .set({ balance: (row?.balance ?? 0) + 1 })
          .execute()
      })
      assert.equal(await balanceOf(id), 2)
    })

    test('text of every script, quotes and backslashes come back as they went in', async () => {
      for (const note of ['宫保鸡丁 🍚👨‍👩‍👧', `'; drop table account; --"\\\``, 'a\\', '\0 \n\t', '']) {
        const id = await openAccount(1)
        await storage.tx('note', (tx) =>
          tx.db.updateTable('account').set({ note }).where('id', '=', id).execute(),
        )
        const row = await storage.read('note', (db) =>
          db.selectFrom('account').select('id').where('note', '=', note).where('id', '=', id).execute(),
        )
        assert.deepEqual(row, [{ id }], JSON.stringify(note))
      }
    })

    test('text is compared and sorted by code point: case and accents count', async () => {
      const names = ['ä', 'a', 'B', 'b', 'A', '中', '😀', 'Z']
      await storage.tx('names', async (tx) => {
        for (const name of names) await tx.insertGetId('item', { name })
      })
      const rows = await storage.read('names', (db) =>
        db.selectFrom('item').select('name').where('name', 'in', names).orderBy('name').execute(),
      )
      assert.deepEqual(
        rows.map((row) => row.name),
        ['A', 'B', 'Z', 'a', 'b', 'ä', '中', '😀'],
      )
      const like = await storage.read('like', (db) =>
        db.selectFrom('item').select('name').where('name', 'like', 'z%').execute(),
      )
      assert.deepEqual(like, [])
    })

    test('bytes come back as they went in', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      const big = new Uint8Array(1_000_000).fill(7)
      await storage.tx('bytes', async (tx) => {
        await tx.db
          .insertInto('file')
          .values({ id: 'small', bytes: bytes.subarray(1) })
          .execute()
        await tx.db.insertInto('file').values({ id: 'big', bytes: big }).execute()
      })
      const rows = await storage.read('bytes', (db) =>
        db.selectFrom('file').selectAll().orderBy('id', 'desc').execute(),
      )
      assert.deepEqual(rows[0], { id: 'small', bytes: bytes.subarray(1) })
      assert.deepEqual(rows[1]?.bytes, big)
    })

    test('integers are exact up to 2⁵³ − 1, and beyond it an error on the way in and out', async () => {
      const id = await openAccount(Number.MAX_SAFE_INTEGER)
      assert.equal(await balanceOf(id), Number.MAX_SAFE_INTEGER)
      await assert.rejects(openAccount(2 ** 53), TypeError)
      await storage.tx('more', (tx) => insertAccount(tx, 'more', Number.MAX_SAFE_INTEGER))
      const sum = storage.read('sum', (db) =>
        db
          .selectFrom('account')
          .select((eb) => eb.fn.sum<number>('balance').as('total'))
          .execute(),
      )
      await assert.rejects(sum, RangeError)
      await storage.tx('clear', (tx) =>
        tx.db
          .deleteFrom('account')
          .where('balance', '>', 2 ** 40)
          .execute(),
      )
    })

    test('counts and sums are numbers', async () => {
      await storage.tx('two', async (tx) => {
        for (const id of ['sum-1', 'sum-2']) await insertAccount(tx, id, 21)
      })
      const [row] = await storage.read('sum', (db) =>
        db
          .selectFrom('account')
          .select((eb) => [eb.fn.sum<number>('balance').as('total'), eb.fn.countAll<number>().as('count')])
          .where('id', 'in', ['sum-1', 'sum-2'])
          .execute(),
      )
      assert.deepEqual(row, { total: 42, count: 2 })
    })

    test('a value that may not be bound is refused by name', async () => {
      const bad: unknown[] = [
        undefined,
        true,
        1n,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        new Date(0),
        { a: 1 },
      ]
      for (const value of bad) {
        const bound = storage.tx('bindBad', (tx) =>
          tx.db
            .selectFrom('account')
            .selectAll()
            .where('id', '=', value as string)
            .execute(),
        )
        await assert.rejects(
          bound,
          (error) => error instanceof TypeError && /^bindBad: select/.test(error.message),
        )
      }
    })

    test('jsonField answers the text of a field, null where there is none', async () => {
      const payload = JSON.stringify({ city: '上海 "x"', n: 7, none: null })
      await storage.tx('doc', async (tx) => {
        await tx.db.insertInto('doc').values({ id: 'd', payload }).execute()
        const rows = await tx.db
          .selectFrom('doc')
          .select([
            tx.jsonField('payload', 'city').as('city'),
            tx.jsonField('payload', 'n').as('n'),
            tx.jsonField('payload', 'none').as('none'),
            tx.jsonField('payload', 'absent').as('absent'),
          ])
          .where(tx.jsonField('payload', 'city'), '=', '上海 "x"')
          .execute()
        assert.deepEqual(rows, [{ city: '上海 "x"', n: '7', none: null, absent: null }])
      })
    })

    test('a signal is heard once per commit and topic, never after a rollback', async () => {
      const heard: string[] = []
      const stop = storage.onSignal('outbox', () => heard.push('outbox'))
      storage.onSignal('timer', () => heard.push('timer'))
      await storage.tx('signal', async (tx) => {
        tx.signal('outbox')
        tx.signal('outbox')
      })
      assert.deepEqual(heard, ['outbox'])
      await assert.rejects(
        storage.tx('none', async (tx) => {
          tx.signal('timer')
          throw new Error('no')
        }),
      )
      stop()
      await storage.tx('after', async (tx) => tx.signal('outbox'))
      assert.deepEqual(heard, ['outbox'])
    })

    test('a thousand increments at once lose nothing', async () => {
      const id = await openAccount(0)
      const increment = () =>
        storage.tx('increment', (tx) =>
          tx.db
            .updateTable('account')
            .set((eb) => ({ balance: eb('balance', '+', 1) }))
            .where('id', '=', id)
            .execute(),
        )
      await Promise.all(Array.from({ length: 1000 }, increment))
      assert.equal(await balanceOf(id), 1000)
    })

    test('a joined storage commits and rolls back with the transaction it joined', async () => {
      const both = (fails: boolean) =>
        storage.tx('outer', async (tx) => {
          const inner = joined(storage, tx)
          await inner.tx('inner', (same) => insertAccount(same, 'joined', 1))
          assert.equal(
            (await inner.read('look', (db) => db.selectFrom('account').selectAll().execute())).length > 0,
            true,
          )
          if (fails) throw new Error('outer failed')
        })
      await assert.rejects(both(true), /outer failed/)
      assert.equal(await balanceOf('joined'), undefined)
      await both(false)
      assert.equal(await balanceOf('joined'), 1)
    })

    test("the kit's tables commit with the service's", async () => {
      await storage.tx('timer', (tx) =>
        tx.upsertKit(
          'timer',
          { kind: 'k', ref: 'r', due_at: 1, payload: '', attempts: 0 },
          ['kind', 'ref'],
          ['due_at'],
        ),
      )
      const rows = await storage.tx('timers', (tx) => tx.kit.selectFrom('timer').selectAll().execute())
      assert.deepEqual(rows, [{ kind: 'k', ref: 'r', due_at: 1, payload: '', attempts: 0 }])
    })

    test('a prepared query runs with other values each time', async () => {
      const find = prepared((db: Tx<TestTables>['db'], value: { id: string; least: number }) =>
        db.selectFrom('account').select('id').where('id', '=', value.id).where('balance', '>=', value.least),
      )
      const [a, b] = [await openAccount(1), await openAccount(2)]
      const found = async (id: string, least: number) =>
        (await storage.read('find', (db) => find(db, { id, least }))).rows
      assert.deepEqual(await found(a, 1), [{ id: a }])
      assert.deepEqual(await found(b, 2), [{ id: b }])
      assert.deepEqual(await found(a, 2), [])
    })

    test('migrations run once; a changed or late one is refused, one of a newer version is not', async () => {
      await storage.stop()
      const [first, second] = testMigrations as [Migration, Migration]
      const changed = { ...first, statements: ['create table account (id int)'] }
      await assert.rejects(open([changed, second]), /0001-account was applied and has changed/)
      const late = { name: '0001-zz', statements: ['create table late (id int)'] }
      await assert.rejects(open([first, late, second]), /0001-zz sorts before 0002-item/)
      const broken = {
        name: '0003-broken',
        statements: ['create table broken (id int)', 'create tabel x (id int)'],
      }
      await assert.rejects(open([first, second, broken]), /0003-broken failed/)
      await (await open([first])).stop()
      storage = await open([
        first,
        second,
        { name: '0003-broken', statements: ['create table broken (id int)'] },
      ])
      assert.equal(await storage.ready(), true)
    })

    test('after stop everything is refused as unavailable', async () => {
      await storage.stop()
      assert.equal(await storage.ready(), false)
      const late = storage.tx('late', async () => undefined)
      await assert.rejects(late, { name: 'Fault', reason: 'STORAGE_UNAVAILABLE' })
      storage = await open(testMigrations)
    })
  })
}

async function insertAccount(tx: Tx<TestTables>, id: string, balance: number): Promise<void> {
  await tx.db.insertInto('account').values({ id, balance, note: null }).execute()
}
