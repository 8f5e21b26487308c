import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money, series, texts } from './formats.ts'
import { filled } from './kept.ts'
import { parseRaw, standingAt } from './raw-json.ts'
import {
  all,
  anything,
  differences,
  exactly,
  having,
  including,
  lacking,
  listOf,
  nullOr,
  object,
  optional,
  type Shape,
} from './shape.ts'

const kept = new Map<string, string | number>([
  ['dish', 46],
  ['name', '王老吉'],
])

const told = (shape: Shape, text: string) => differences(shape, parseRaw(text), kept)

test('numbers are judged by how they were printed', () => {
  assert.deepEqual(told(object({ price: money }), '{"price": 56.00}'), [])
  for (const price of ['56', '56.0', '56.000', '5.6e1', '"56.00"', 'null', '-56.00']) {
    assert.equal(told(object({ price: money }), `{"price": ${price}}`).length, 1, price)
  }
  assert.deepEqual(told(exactly(56), '56.00'), [])
})

test('a missing field, a null one and one that nobody knows are three differences', () => {
  const shape = object({ id: exactly(1), image: nullOr(exactly('a')), also: optional(anything) })
  assert.deepEqual(told(shape, '{"id": 1, "image": null}'), [])
  assert.deepEqual(told(shape, '{"id": 1}'), ['image: wanted "a", got nothing'])
  assert.deepEqual(told(shape, '{"id": null, "image": null}'), ['id: wanted 1, got null'])
  assert.deepEqual(told(shape, '{"id": 1, "image": null, "x": []}'), ['x: wanted no such field, got []'])
  assert.deepEqual(told(having({ id: exactly(1) }), '{"id": 1, "x": []}'), [])
})

test('a list is judged by each member, its length and who is in it', () => {
  assert.deepEqual(told(listOf(money), '[1.00, 2]'), [`1: ${wanted(money)}, got 2`])
  assert.equal(told(listOf(anything, { min: 1 }), '[]').length, 1)
  assert.equal(told(listOf(anything, { max: 1 }), '[1, 2]').length, 1)
  const it = having({ id: exactly('$dish') })
  assert.deepEqual(told(all(including(it), listOf(anything)), '[{"id": 45}, {"id": 46}]'), [])
  assert.equal(told(including(it), '[{"id": 45}]').length, 1)
  assert.equal(told(lacking(it), '[{"id": 45}, {"id": 46}]').length, 1)
  for (const shape of [listOf(anything), including(it), lacking(it)]) {
    assert.deepEqual(told(shape, '{}'), ['the body: wanted a list, got {}'])
  }
})

test('where something is wrong is said by its path', () => {
  const shape = object({ data: object({ records: listOf(object({ price: money })) }) })
  const [first = ''] = told(shape, '{"data": {"records": [{"price": 6}]}}')
  assert.match(first, /^data\.records\.0\.price: wanted .*two decimals, got 6$/)
})

test('series are texts with commas, choices texts with a JSON list', () => {
  assert.deepEqual(told(series(/\d+/, 3), '"1,20,3"'), [])
  for (const text of ['"1,2"', '"1,,3"', '"1,2,x"', '[1,2,3]', 'null']) {
    assert.equal(told(series(/\d+/, 3), text).length, 1, text)
  }
  assert.deepEqual(told(texts, JSON.stringify('["不辣","微辣"]')), [])
  for (const text of ['"不辣"', '"[1]"', '["不辣"]']) assert.equal(told(texts, text).length, 1, text)
})

test('what was kept is filled in as it was, as a text, and within texts', () => {
  const sent = { id: '$dish', text: '"$dish"', list: ['$dish,$dish'], msg: "'$name'已存在", amount: 1 }
  assert.deepEqual(filled(sent, kept), {
    id: 46,
    text: '46',
    list: ['46,46'],
    msg: "'王老吉'已存在",
    amount: 1,
  })
  assert.throws(() => filled('$nobody', kept), /no earlier row has kept a nobody/)
})

test('what stands at a path is found, or nothing', () => {
  const raw = parseRaw('{"data": {"records": [{"id": 7}]}}')
  assert.deepEqual(standingAt(raw, 'data.records.0'), { id: standingAt(raw, 'data.records.0.id') })
  assert.equal(standingAt(raw, 'data.records.1.id'), undefined)
  assert.equal(standingAt(raw, 'data.total.x'), undefined)
})

/** What a shape says it wants. */
function wanted(shape: Shape): string {
  return shape(null, '', kept)[0]?.replace(/^the body: (.*), got null$/, '$1') ?? ''
}
