import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentContext, nameOf, outsideContext, withContext } from './context.ts'

test('a context holds across waits, is inherited with changes, and ends with its work', async () => {
  const by = { kind: 'customer', id: '7' } as const
  await withContext({ by, sessionId: 's' }, async () => {
    await new Promise(setImmediate)
    withContext({ deadline: 5 }, () =>
      assert.deepEqual([currentContext().by, currentContext().deadline], [by, 5]),
    )
    assert.equal(currentContext().deadline, Number.POSITIVE_INFINITY)
  })
  assert.equal(currentContext(), outsideContext)
})

test('calls side by side do not see each other', async () => {
  const seen = await Promise.all(
    ['1', '2', '3'].map((id) =>
      withContext({ by: { kind: 'system', id } }, async () => {
        await new Promise(setImmediate)
        return nameOf(currentContext().by)
      }),
    ),
  )
  assert.deepEqual(seen, ['system:1', 'system:2', 'system:3'])
})

test('persons have one name each', () => {
  assert.equal(nameOf({ kind: 'anonymous' }), 'anonymous')
  assert.equal(nameOf({ kind: 'employee', id: '3', shopId: '1', roles: [] }), 'employee:3')
})
