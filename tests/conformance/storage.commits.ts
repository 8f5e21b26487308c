import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentContext, outsideContext, withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { assertOutsideTx } from '#kit/storage/inside.ts'
import { joined } from '#kit/storage/storage.ts'
import { type Bank, insertAccount } from './storage.bank.ts'

/** All or nothing, one after the other, and nothing else awaited inside. */
export function commitsConform(bank: Bank): void {
  commitsOrLeavesNothing(bank)
  isolates(bank)
  awaitsOnlyItself(bank)
  keepsContexts(bank)
  signalsCommits(bank)
}

function commitsOrLeavesNothing(bank: Bank): void {
  test('a transaction that resolved is there, one that threw has left nothing', async () => {
    const kept = await bank.openAccount(5)
    const failed = bank.storage.tx('fail', async (tx) => {
      await insertAccount(tx, 'never', 1)
      throw new Fault('precondition', 'NO', 'no')
    })
    await assert.rejects(failed, { name: 'Fault', reason: 'NO' })
    assert.equal(await bank.balanceOf(kept), 5)
    assert.equal(await bank.balanceOf('never'), undefined)
  })

  test('of many transactions at once only those that throw fail', async () => {
    const run = (i: number) =>
      bank.storage.tx('some', async (tx) => {
        await insertAccount(tx, `some-${i}`, i)
        if (i % 3 === 0) throw new Error(`third ${i}`)
        return i
      })
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => run(i)))
    for (const [i, outcome] of outcomes.entries()) {
      assert.equal(outcome.status, i % 3 === 0 ? 'rejected' : 'fulfilled')
      assert.equal(await bank.balanceOf(`some-${i}`), i % 3 === 0 ? undefined : i)
    }
  })

  test('what is returned by a transaction is handed on', async () => {
    assert.deepEqual(await bank.storage.tx('answer', async () => ({ a: 1 })), { a: 1 })
  })
}

function isolates(bank: Bank): void {
  test('a transaction sees its own writes, reads outside see only what is committed', async () => {
    const id = await bank.openAccount(1)
    const outside = bank.storage.read('concurrent', (db) =>
      db.selectFrom('account').select('balance').where('id', '=', id).executeTakeFirst(),
    )
    await bank.storage.tx('write', async (tx) => {
      await tx.db.updateTable('account').set({ balance: 2 }).where('id', '=', id).execute()
      const row = await tx.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
      assert.deepEqual(row, { id, balance: 2, note: null })
    })
    assert.deepEqual(await outside, { balance: 1 })
    assert.equal(await bank.balanceOf(id), 2)
  })

  test('a thousand increments at once lose nothing', async () => {
    const id = await bank.openAccount(0)
    const increment = () =>
      bank.storage.tx('increment', (tx) =>
        tx.db
          .updateTable('account')
          .set((eb) => ({ balance: eb('balance', '+', 1) }))
          .where('id', '=', id)
          .execute(),
      )
    await Promise.all(Array.from({ length: 1000 }, increment))
    assert.equal(await bank.balanceOf(id), 1000)
  })

  test('a joined storage commits and rolls back with the transaction it joined', async () => {
    const both = (fails: boolean) =>
      bank.storage.tx('outer', async (tx) => {
        const inner = joined(bank.storage, tx)
        await inner.tx('inner', (same) => insertAccount(same, 'joined', 1))
        assert.equal(
          (await inner.read('look', (db) => db.selectFrom('account').selectAll().execute())).length > 0,
          true,
        )
        if (fails) throw new Error('outer failed')
      })
    await assert.rejects(both(true), /outer failed/)
    assert.equal(await bank.balanceOf('joined'), undefined)
    await both(false)
    assert.equal(await bank.balanceOf('joined'), 1)
  })
}

function awaitsOnlyItself(bank: Bank): void {
  test('another port used inside a transaction is refused, and so is a transaction inside one', async () => {
    const port = bank.storage.tx('rpcInside', async () => assertOutsideTx('rpc'))
    await assert.rejects(port, /rpc was used inside the transaction rpcInside/)
    const nested = bank.storage.tx('outer', async () => bank.storage.tx('inner', async () => undefined))
    await assert.rejects(nested, /tx inner was used inside the transaction outer/)
    const reading = bank.storage.tx('outer', async () => bank.storage.read('look', async () => undefined))
    await assert.rejects(reading, /read look was used inside the transaction outer/)
  })

  test('work left behind by a transaction may use the ports once it is over', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const left = await bank.storage.tx('leave', async () => ({
      later: promise.then(() => assertOutsideTx('rpc')),
    }))
    resolve()
    await left.later
  })

  test('a transaction that is over refuses statements', async () => {
    const kept = await bank.storage.tx('keep', async (tx) => ({ tx }))
    await assert.rejects(insertAccount(kept.tx, 'late', 1), /the transaction keep is over/)
    assert.equal(await bank.balanceOf('late'), undefined)
  })
}

function keepsContexts(bank: Bank): void {
  test("each of many transactions runs in its caller's context, listeners in nobody's", async () => {
    const heard: string[] = []
    const stop = bank.storage.onSignal('timer', () => heard.push(currentContext().traceId))
    const trace = (traceId: string) =>
      withContext({ traceId }, () =>
        bank.storage.tx('trace', async (tx) => {
          tx.signal('timer')
          await tx.db.selectFrom('account').select('id').limit(1).execute()
          return currentContext().traceId
        }),
      )
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(trace)), ['a', 'b', 'c'])
    assert.deepEqual(new Set(heard), new Set([outsideContext.traceId]))
    stop()
  })
}

function signalsCommits(bank: Bank): void {
  test('a signal is heard once per commit and topic, never after a rollback', async () => {
    const heard: string[] = []
    const stop = bank.storage.onSignal('outbox', () => heard.push('outbox'))
    bank.storage.onSignal('timer', () => heard.push('timer'))
    await bank.storage.tx('signal', async (tx) => {
      tx.signal('outbox')
      tx.signal('outbox')
    })
    assert.deepEqual(heard, ['outbox'])
    await assert.rejects(
      bank.storage.tx('none', async (tx) => {
        tx.signal('timer')
        throw new Error('no')
      }),
    )
    stop()
    await bank.storage.tx('after', async (tx) => tx.signal('outbox'))
    assert.deepEqual(heard, ['outbox'])
  })
}
