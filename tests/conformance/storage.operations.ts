import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { Fault } from '#kit/fault.ts'
import { prepared } from '#kit/storage/prepared.ts'
import { isUniqueViolation } from '#kit/storage/violation.ts'
import { type Bank, type BankTables, insertAccount } from './storage.bank.ts'

/** Statements mean the same on every dialect. */
export function operationsConform(bank: Bank): void {
  knowsKeys(bank)
  upserts(bank)
  countsWhatMatched(bank)
}

function knowsKeys(bank: Bank): void {
  test('a second row with the same key is a unique violation, and the transaction may go on', async () => {
    const id = await bank.openAccount(1)
    await bank.storage.tx('again', async (tx) => {
      const error = await insertAccount(tx, id, 2).catch((thrown) => thrown)
      assert.ok(isUniqueViolation(error), String(error))
      await insertAccount(tx, `${id}-else`, 3)
    })
    assert.equal(await bank.balanceOf(id), 1)
    assert.equal(await bank.balanceOf(`${id}-else`), 3)
    const byName = bank.storage.tx('names', async (tx) => {
      await tx.insertGetId('item', { name: 'same' })
      await tx.insertGetId('item', { name: 'same' })
    })
    await assert.rejects(byName, (error) => isUniqueViolation(error) && /name/.test(error.key))
  })

  test('a broken CHECK is neither a unique violation nor a fault', async () => {
    const error = await bank.openAccount(-1).catch((thrown) => thrown)
    assert.ok(error instanceof Error && !isUniqueViolation(error) && !(error instanceof Fault))
  })

  test('insertIgnore tells whether it inserted, and hides no other error', async () => {
    const insert = (balance: number) =>
      bank.storage.tx('ignore', (tx) => tx.insertIgnore('account', { id: 'once', balance, note: null }))
    assert.equal(await insert(1), true)
    assert.equal(await insert(2), false)
    assert.equal(await insert(1), false)
    assert.equal(await bank.balanceOf('once'), 1)
    const broken = bank.storage.tx('ignore', (tx) =>
      tx.insertIgnore('account', { id: 'bad', balance: -1, note: null }),
    )
    await assert.rejects(broken)
    const missing = bank.storage.tx('ignore', (tx) => tx.insertIgnore('account', { id: 'bad' }))
    await assert.rejects(missing)
  })
}

function upserts(bank: Bank): void {
  test('upsert inserts a row or sets exactly the named columns', async () => {
    const upsert = (balance: number, note: string, update: string[]) =>
      bank.storage.tx('upsert', (tx) => tx.upsert('account', { id: 'up', balance, note }, ['id'], update))
    const row = () =>
      bank.storage.read('up', (db) => db.selectFrom('account').selectAll().where('id', '=', 'up').execute())
    await upsert(1, 'a', ['balance'])
    await upsert(2, 'b', ['balance'])
    assert.deepEqual(await row(), [{ id: 'up', balance: 2, note: 'a' }])
    await upsert(3, 'c', [])
    assert.deepEqual(await row(), [{ id: 'up', balance: 2, note: 'a' }])
  })

  test("the kit's tables commit with the service's", async () => {
    await bank.storage.tx('timer', (tx) =>
      tx.upsertKit(
        'timer',
        { kind: 'k', ref: 'r', due_at: 1, payload: '', attempts: 0 },
        ['kind', 'ref'],
        ['due_at'],
      ),
    )
    const rows = await bank.storage.tx('timers', (tx) => tx.kit.selectFrom('timer').selectAll().execute())
    assert.deepEqual(rows, [{ kind: 'k', ref: 'r', due_at: 1, payload: '', attempts: 0 }])
  })

  test('insertGetId answers the number of the row', async () => {
    const ids = await bank.storage.tx('ids', async (tx) => [
      await tx.insertGetId('item', { name: 'first' }),
      await tx.insertGetId('item', { name: 'second' }),
    ])
    const rows = await bank.storage.read('items', (db) =>
      db.selectFrom('item').selectAll().where('name', 'in', ['first', 'second']).orderBy('id').execute(),
    )
    assert.deepEqual(
      rows.map((row) => row.id),
      ids,
    )
    assert.ok((ids[1] ?? 0) > (ids[0] ?? 0))
  })
}

function countsWhatMatched(bank: Bank): void {
  test('a conditional update counts the rows that matched, changed or not', async () => {
    const id = await bank.openAccount(10)
    const take = (amount: number) =>
      bank.storage.tx('take', async (tx) => {
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
    assert.equal(await bank.balanceOf(id), 6)
  })

  test('rows locked for update can be changed in the same transaction', async () => {
    const id = await bank.openAccount(1)
    await bank.storage.tx('lock', async (tx) => {
      const query = tx.db.selectFrom('account').select('balance').where('id', '=', id)
      const [row] = await tx.lockForUpdate(query).execute()
      await tx.db
        .updateTable('account')
        .set({ balance: (row?.balance ?? 0) + 1 })
        .execute()
    })
    assert.equal(await bank.balanceOf(id), 2)
  })

  test('a prepared query runs with other values each time', async () => {
    const find = prepared((db: Kysely<BankTables>, value: { id: string; least: number }) =>
      db.selectFrom('account').select('id').where('id', '=', value.id).where('balance', '>=', value.least),
    )
    const [a, b] = [await bank.openAccount(1), await bank.openAccount(2)]
    const found = async (id: string, least: number) =>
      (await bank.storage.read('find', (db) => find(db, { id, least }))).rows
    assert.deepEqual(await found(a, 1), [{ id: a }])
    assert.deepEqual(await found(b, 2), [{ id: b }])
    assert.deepEqual(await found(a, 2), [])
  })
}
