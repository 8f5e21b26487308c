import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  accounts,
  balanceOf,
  depositOf,
  type Entry,
  paidEntries,
  refundEntries,
  revenueEntries,
} from './journal.ts'

const balances = (entries: readonly Entry[]) =>
  Object.fromEntries(accounts.map((account) => [account, balanceOf(account, entries)]))

test('a paid and completed order leaves its amount with the provider and in revenue', () => {
  const entries = [...paidEntries(5600)]
  entries.push(...revenueEntries(5600, depositOf(entries)))
  assert.deepEqual(balances(entries), {
    provider_clearing: 5600,
    customer_deposits: 0,
    revenue: -5600,
    refunds: 0,
  })
})

test('a cancelled order earns nothing: its refund comes out of the deposit', () => {
  const entries = [...paidEntries(5600)]
  entries.push(...refundEntries(5600, depositOf(entries)))
  assert.deepEqual(balances(entries), { provider_clearing: 0, customer_deposits: 0, revenue: 0, refunds: 0 })
})

test('a refund after completion reduces what was earned, one before it does so too', () => {
  const after = [...paidEntries(5600)]
  after.push(...revenueEntries(5600, depositOf(after)))
  after.push(...refundEntries(600, depositOf(after)))
  const before = [...paidEntries(5600)]
  before.push(...refundEntries(600, depositOf(before)))
  before.push(...revenueEntries(5600, depositOf(before)))
  const expected = { provider_clearing: 5000, customer_deposits: 0, revenue: -5600, refunds: 600 }
  assert.deepEqual(balances(after), expected)
  assert.deepEqual(balances(before), expected)
})

test('whatever happens in whatever order, debits equal credits and no deposit is taken twice', () => {
  const step = fc.record({
    what: fc.constantFrom('paid', 'refund', 'revenue'),
    fen: fc.integer({ min: 1, max: 9999 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const entries: Entry[] = []
      for (const { what, fen } of steps) {
        const made =
          what === 'paid'
            ? paidEntries(fen)
            : what === 'refund'
              ? refundEntries(fen, depositOf(entries))
              : revenueEntries(fen, depositOf(entries))
        const debit = made.reduce((sum, entry) => sum + entry.debitFen, 0)
        assert.equal(
          debit,
          made.reduce((sum, entry) => sum + entry.creditFen, 0),
        )
        assert.equal(debit, fen)
        assert.ok(made.every((entry) => entry.debitFen > 0 !== entry.creditFen > 0))
        entries.push(...made)
        assert.ok(depositOf(entries) >= 0)
      }
    }),
  )
})
