import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audit } from './audit.ts'
import type { Books, Check } from './check.ts'

const noBooks: Books = { all: async () => [] }

/** A check that finds these violations, look by look; the last ones stay. */
function checkOf(when: Check['when'], ...looks: readonly (readonly string[])[]): Check {
  let look = 0
  return {
    id: 'I-0',
    says: 'what the test needs',
    when,
    async run() {
      const violations = looks[Math.min(look++, looks.length - 1)] ?? []
      return { counted: look, violations }
    },
  }
}

async function violationsOf(check: Check, settleMs = 0): Promise<readonly string[]> {
  const [audited] = await audit(noBooks, [check], settleMs)
  assert.equal(audited?.check, check)
  return audited.finding.violations
}

test('what is wrong at every look is wrong', async () => {
  assert.deepEqual(await violationsOf(checkOf('always', ['a', 'b'], ['b', 'c'], ['b'])), ['b'])
})

test('what two databases disagree on for a moment is not', async () => {
  assert.deepEqual(await violationsOf(checkOf('always', ['a'], ['b'], ['c'])), [])
})

test('clean books are looked at once', async () => {
  const [audited] = await audit(noBooks, [checkOf('always', [])], 10_000)
  assert.equal(audited?.finding.counted, 1)
})

test('a quiescent check may come clean while it is given time, and not longer', async () => {
  const slow = () => checkOf('quiescent', ['a'], ['a'], ['a'], ['a'], [])
  assert.deepEqual(await violationsOf(slow(), 5000), [])
  assert.deepEqual(await violationsOf(slow(), 0), ['a'])
})

test('a check that holds always gets no time to settle', async () => {
  assert.deepEqual(await violationsOf(checkOf('always', ['a'], ['a'], ['a'], []), 5000), ['a'])
})
