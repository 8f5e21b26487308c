import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault, faultOf, isUnknown } from './fault.ts'

test('a fault passes through; anything else becomes internal and keeps its cause to itself', () => {
  const fault = new Fault('conflict', 'ORDER_BUSY', 'busy')
  assert.equal(faultOf(fault), fault)
  const bug = new TypeError("cannot read 'x' of undefined")
  const answered = faultOf(bug)
  assert.deepEqual([answered.kind, answered.reason, answered.cause], ['internal', 'INTERNAL', bug])
  assert.ok(!answered.message.includes('undefined'))
})

test('expired and internal leave the outcome open and other kinds do not, unless the fault says so', () => {
  assert.ok(isUnknown(new Fault('expired', 'X', 'x')))
  assert.ok(isUnknown(new Error('bug')))
  assert.ok(!isUnknown(new Fault('unavailable', 'X', 'x')))
  assert.ok(isUnknown(new Fault('unavailable', 'X', 'x', { unknown: true })))
  assert.ok(!isUnknown(new Fault('expired', 'X', 'x', { unknown: false })))
})

test('details are empty unless given', () => {
  assert.deepEqual(new Fault('invalid', 'X', 'x').details, {})
  assert.deepEqual(new Fault('invalid', 'X', 'x', { details: { priceFen: '100' } }).details, {
    priceFen: '100',
  })
})
