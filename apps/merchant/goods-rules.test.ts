import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences, merged } from './conflict.ts'
import { middleOf, pushed, squareOf } from './crop.ts'
import { type Draft, dishFieldsOf, emptyDraft } from './drafts.ts'
import { moved } from './sorting.ts'
import { isScarce, leftOf, stockStateOf } from './stock-rules.ts'

test('a row that is moved pushes those between up or down, and none is lost', () => {
  const rows = ['a', 'b', 'c', 'd'] as const
  assert.deepEqual(moved(rows, 0, 2), ['b', 'c', 'a', 'd'])
  assert.deepEqual(moved(rows, 3, 0), ['d', 'a', 'b', 'c'])
  assert.deepEqual(moved(rows, 3, 9), rows)
  assert.deepEqual(moved(rows, 0, -1), rows)
})

const draft = (changes: Partial<Draft>): Draft => ({ ...emptyDraft('1'), id: '7', version: 1, ...changes })

test('of two people who wrote at once each keeps what only that one touched', () => {
  const base = draft({ name: 'rice', price: '2.00', description: '' })
  const mine = draft({ name: 'fried rice', price: '3.00', description: '' })
  const theirs = draft({ version: 2, name: 'boiled rice', price: '2.00', description: 'hot' })
  const found = differences(base, mine, theirs)
  assert.deepEqual(found, [
    { field: 'name', chosen: 'mine' },
    { field: 'price', chosen: 'mine' },
    { field: 'description', chosen: 'theirs' },
  ])
  const { name, price, description, version } = merged(mine, theirs, found)
  assert.deepEqual(
    { name, price, description, version },
    {
      ...{ name: 'fried rice', price: '3.00', description: 'hot', version: 2 },
    },
  )
})

test('what nobody changed differently is no difference', () => {
  const base = draft({ price: '2.00' })
  assert.deepEqual(differences(base, draft({ price: '3.00' }), draft({ version: 2, price: '3.00' })), [])
})

test('a dish is sent whole: its mealtimes and the kinds of its options are not lost by an edit', () => {
  const group = { kind: 'ADDITION' as const, name: 'extra', minimum: 0, maximum: 1 }
  const written = draft({
    price: '2.00',
    mealtimes: [{ from: '11:00', to: '14:00' }],
    groups: [{ ...group, choices: [{ name: 'egg', price: '1.50' }] }],
  })
  const fields = dishFieldsOf(written)
  assert.deepEqual(fields?.mealtimes, [{ from: '11:00', to: '14:00' }])
  assert.deepEqual(fields?.optionGroups, [{ ...group, choices: [{ name: 'egg', priceFen: 150 }] }])
  assert.equal(dishFieldsOf({ ...written, price: 'two' }), null)
})

test('a crop stays within its picture however it is pushed or enlarged', () => {
  const size = { width: 400, height: 200 }
  assert.deepEqual(squareOf(size, middleOf(size)), { left: 100, top: 0, side: 200 })
  const far = pushed(size, { ...middleOf(size), zoom: 2 }, { x: 9999, y: -9999 })
  assert.deepEqual(squareOf(size, far), { left: 0, top: 100, side: 100 })
  const back = pushed(size, far, { x: -10, y: 0 })
  assert.equal(squareOf(size, back).left, 10)
})

const stock = {
  shopId: '1',
  dishId: '2',
  onHand: 9,
  reserved: 4,
  dailyAmount: null,
  lowAt: null,
  soldOutUntil: null,
}

test('stock is unlimited, enough, low or gone, and what is low or gone wants somebody', () => {
  assert.equal(leftOf(stock), 5)
  for (const [item, isGone, state] of [
    [undefined, false, 'unlimited'],
    [{ ...stock, onHand: null }, false, 'unlimited'],
    [{ ...stock, onHand: 90 }, false, 'fine'],
    [stock, false, 'low'],
    [{ ...stock, lowAt: 2 }, false, 'fine'],
    [{ ...stock, onHand: 4 }, false, 'gone'],
    [{ ...stock, onHand: 90 }, true, 'gone'],
    [{ ...stock, soldOutUntil: '2026-11-29T04:00:00+08:00' }, true, 'soldOut'],
  ] as const) {
    assert.equal(stockStateOf(item, isGone), state)
    assert.equal(isScarce(state), state !== 'unlimited' && state !== 'fine')
  }
})
