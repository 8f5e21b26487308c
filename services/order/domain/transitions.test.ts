import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type State, states, target, transitions } from './transitions.ts'

const isFinal = (state: State) => state === 'COMPLETED' || state === 'CANCELLED'

test('the table of legal moves is exactly this', () => {
  const printed = transitions.map(({ from, trigger, to }) => `${from} --${trigger}--> ${to}`)
  assert.deepEqual(printed, [
    'PLACING --stock held--> PENDING',
    'PLACING --stock short--> CANCELLED',
    'PENDING --pay--> PAID',
    'PENDING --pay late--> PAID',
    'PENDING --pay window over--> CLOSING',
    'PENDING --cancel by customer--> CLOSING',
    'CLOSING --provider closed--> CANCELLED',
    'CLOSING --pay--> PAID',
    'CLOSING --cancel by customer--> CANCELLED',
    'PAID --accept--> ACCEPTED',
    'PAID --reject--> CANCELLED',
    'PAID --cancel by customer--> CANCELLED',
    'PAID --cancel by shop--> CANCELLED',
    'ACCEPTED --dispatch--> DELIVERING',
    'ACCEPTED --cancel by shop--> CANCELLED',
    'DELIVERING --complete--> COMPLETED',
    'DELIVERING --cancel by shop--> CANCELLED',
  ])
})

test('a move never goes down in rank and final states have no way out', () => {
  for (const { from, to } of transitions) {
    assert.ok(states.indexOf(to) > states.indexOf(from), `${from} → ${to}`)
    assert.ok(!isFinal(from), `${from} is final`)
  }
})

test('every state can be reached from PLACING and reaches a final one', () => {
  const reachable = new Set(['PLACING'])
  for (const { from, to } of transitions) if (reachable.has(from)) reachable.add(to)
  assert.deepEqual([...reachable].sort(), [...states].sort())
  for (const state of states)
    assert.ok(isFinal(state) || transitions.some((row) => row.from === state), `${state} is a dead end`)
})

test('what is not in the table is not legal', () => {
  assert.equal(target('COMPLETED', 'cancel by shop'), null)
  assert.equal(target('PENDING', 'accept'), null)
  assert.equal(target('CANCELLED', 'pay'), null)
})
