import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRetryBudget } from './retry-budget.ts'

test('second attempts are bounded by what is saved and a share of the calls', () => {
  const budget = createRetryBudget({ share: 0.25, saved: 3 })
  const spent = (calls: number) => {
    let count = 0
    for (let n = 0; n < calls; n++) {
      budget.earn()
      if (budget.spend()) count += 1
    }
    return count
  }
  assert.equal(spent(3), 3)
  assert.ok(spent(100) <= 26)
  for (let n = 0; n < 1000; n++) budget.earn()
  assert.equal([1, 2, 3, 4].filter(() => budget.spend()).length, 3, 'no more is saved than may be')
})
