import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Menu } from '../web/gen/operations.ts'
import { goodsFenOf, isOnlyHere, shownLines, withMore, withNames } from './cart-lines.ts'

const fish = { kind: 'DISH', id: '7', options: [] } as const
const rice = { kind: 'DISH', id: '8', options: [] } as const
const nothingSold = { categories: [] } as unknown as Menu

test('a line keeps its name when the menu no longer has it, and takes a new one from the menu', () => {
  const before = withNames(withMore([], fish, 1), [], () => '草鱼')
  const told = [{ id: 'a', item: fish, quantity: 2 }]
  assert.deepEqual(
    withNames(told, before, () => undefined).map(({ name }) => name),
    ['草鱼'],
  )
  assert.deepEqual(
    withNames(told, before, () => '江团').map(({ name }) => name),
    ['江团'],
  )
  const [line] = shownLines(before, nothingSold, new Set())
  assert.deepEqual([line?.name, line?.state], ['草鱼', 'GONE'])
  assert.equal(goodsFenOf(line ? [line] : []), 0)
})

test('what was added without a login is only here; what the order service has is not', () => {
  const lines = withMore([{ id: 'a', item: fish, quantity: 1 }], rice, 1)
  assert.deepEqual(
    lines.filter(isOnlyHere).map(({ item }) => item.id),
    ['8'],
  )
})
