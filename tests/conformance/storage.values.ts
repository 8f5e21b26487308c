import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { type Bank, type BankTables, insertAccount } from './storage.bank.ts'

/** What is stored comes back as it was. */
export function valuesConform(bank: Bank): void {
  keepsText(bank)
  keepsBytesAndJson(bank)
  keepsNumbers(bank)
  refusesOtherValues(bank)
}

function keepsText(bank: Bank): void {
  test('text of every script, quotes and backslashes come back as they went in', async () => {
    for (const note of ['宫保鸡丁 🍚👨‍👩‍👧', `'; drop table account; --"\\\``, 'a\\', '\0 \n\t', '']) {
      const id = await bank.openAccount(1)
      await bank.storage.tx('note', (tx) =>
        tx.db.updateTable('account').set({ note }).where('id', '=', id).execute(),
      )
      const row = await bank.storage.read('note', (db) =>
        db.selectFrom('account').select('id').where('note', '=', note).where('id', '=', id).execute(),
      )
      assert.deepEqual(row, [{ id }], JSON.stringify(note))
    }
  })

  test('text is compared and sorted by code point: case and accents count', async () => {
    const names = ['ä', 'a', 'B', 'b', 'A', '中', '😀', 'Z']
    await bank.storage.tx('names', async (tx) => {
      for (const name of names) await tx.insertGetId('item', { name })
    })
    const rows = await bank.storage.read('names', (db) =>
      db.selectFrom('item').select('name').where('name', 'in', names).orderBy('name').execute(),
    )
    assert.deepEqual(
      rows.map((row) => row.name),
      ['A', 'B', 'Z', 'a', 'b', 'ä', '中', '😀'],
    )
    const like = (db: Kysely<BankTables>) =>
      db.selectFrom('item').select('name').where('name', 'like', 'z%').execute()
    assert.deepEqual(await bank.storage.read('like', like), [])
    assert.deepEqual(await bank.storage.tx('like', (tx) => like(tx.db)), [])
  })
}

function keepsBytesAndJson(bank: Bank): void {
  test('bytes come back as they went in', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const big = new Uint8Array(1_000_000).fill(7)
    await bank.storage.tx('bytes', async (tx) => {
      await tx.db
        .insertInto('file')
        .values({ id: 'small', bytes: bytes.subarray(1) })
        .execute()
      await tx.db.insertInto('file').values({ id: 'big', bytes: big }).execute()
    })
    const rows = await bank.storage.read('bytes', (db) =>
      db.selectFrom('file').selectAll().orderBy('id', 'desc').execute(),
    )
    assert.deepEqual(rows[0], { id: 'small', bytes: bytes.subarray(1) })
    assert.deepEqual(rows[1]?.bytes, big)
  })

  test('jsonField answers the text of a field, null where there is none', async () => {
    const payload = JSON.stringify({ city: '上海 "x"', n: 7, none: null })
    await bank.storage.tx('doc', async (tx) => {
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
}

function keepsNumbers(bank: Bank): void {
  test('integers are exact up to 2⁵³ − 1, and beyond it an error on the way in and out', async () => {
    const id = await bank.openAccount(Number.MAX_SAFE_INTEGER)
    assert.equal(await bank.balanceOf(id), Number.MAX_SAFE_INTEGER)
    await assert.rejects(bank.openAccount(2 ** 53), TypeError)
    await bank.storage.tx('more', (tx) => insertAccount(tx, 'more', Number.MAX_SAFE_INTEGER))
    const sum = bank.storage.read('sum', (db) =>
      db
        .selectFrom('account')
        .select((eb) => eb.fn.sum<number>('balance').as('total'))
        .execute(),
    )
    await assert.rejects(sum, RangeError)
    const grow = bank.storage.tx('grow', async (tx) => {
      const more = tx.db.updateTable('account').set((eb) => ({ balance: eb('balance', '+', 9) }))
      await more.where('id', '=', id).execute()
      await tx.db.selectFrom('account').select('balance').where('id', '=', id).execute()
    })
    await assert.rejects(grow, RangeError)
    await bank.storage.tx('clear', (tx) =>
      tx.db
        .deleteFrom('account')
        .where('balance', '>', 2 ** 40)
        .execute(),
    )
  })

  test('counts and sums are numbers', async () => {
    await bank.storage.tx('two', async (tx) => {
      for (const id of ['sum-1', 'sum-2']) await insertAccount(tx, id, 21)
    })
    const [row] = await bank.storage.read('sum', (db) =>
      db
        .selectFrom('account')
        .select((eb) => [eb.fn.sum<number>('balance').as('total'), eb.fn.countAll<number>().as('count')])
        .where('id', 'in', ['sum-1', 'sum-2'])
        .execute(),
    )
    assert.deepEqual(row, { total: 42, count: 2 })
  })
}

function refusesOtherValues(bank: Bank): void {
  test('a value that may not be bound is refused by name', async () => {
    const bad: unknown[] = [undefined, true, 1n, Number.NaN, Number.POSITIVE_INFINITY, new Date(0), { a: 1 }]
    for (const value of bad) {
      const bound = bank.storage.tx('bindBad', (tx) =>
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
}
