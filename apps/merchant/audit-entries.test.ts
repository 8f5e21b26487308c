import assert from 'node:assert/strict'
import { test } from 'node:test'
import { briefOf, saidOf, thingOf } from './audit-entries.ts'

test('an entry is a change of an employee, an act, its refusal, or what was too long', () => {
  assert.deepEqual(saidOf({ action: 'UPDATED', details: { name: ['a', 'b'] } }), {
    kind: 'changed',
    fields: [{ field: 'name', before: 'a', after: 'b' }],
  })
  assert.deepEqual(saidOf({ action: 'updateDish', details: { priceFen: 3800 } }), {
    kind: 'asked',
    fields: [{ field: 'priceFen', value: 3800 }],
  })
  const refused = { refused: 'NAME_TAKEN', entry: 7 }
  assert.deepEqual(saidOf({ action: 'updateDish', details: refused }), {
    kind: 'refused',
    ...{ code: 'NAME_TAKEN', entry: 7 },
  })
  const cut = { characters: 5000, begins: '{"lines":[' }
  assert.deepEqual(saidOf({ action: 'updateDish', details: cut }), { kind: 'cut', ...cut })
})

test('what is long is told apart by its end', () => {
  assert.deepEqual(thingOf('dish:29'), { thing: 'dish', which: '29' })
  assert.deepEqual(thingOf('order:01999999-0000-7000-8000-00000000abcd'), {
    thing: 'order',
    which: '…00abcd',
  })
})

test('an act is told at a glance by what is short, and not by numbers of things', () => {
  const fields = Object.entries({
    id: '29',
    categoryId: '3',
    parts: [1],
    note: '',
    name: '鱼',
    price: 38,
    x: 1,
  })
  const asked = fields.map(([field, value]) => ({ field, value }))
  assert.deepEqual(
    briefOf(asked).map(({ field }) => field),
    ['name', 'price'],
  )
  assert.deepEqual(briefOf([{ field: 'note', value: 'long'.repeat(9) }]), [])
})
