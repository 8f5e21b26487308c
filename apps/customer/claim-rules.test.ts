import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refund } from '../web/gen/operations.ts'
import { askedFen, askedOf, ledgerOf, piecesLeft } from './claim-rules.ts'

const refund = (given: Partial<Refund>): Refund => ({
  ...{ orderId: '1', n: 1, amountFen: 0, cause: 'GRANTED', state: 'REQUESTED', reason: null },
  ...{ lines: [], by: null, claimId: null, steps: [] },
  ...given,
})
const lines = [
  { id: '7', unitPriceFen: 1200, quantity: 3 },
  { id: '8', unitPriceFen: 300, quantity: 1 },
]

test('pieces that went back cannot be asked for again', () => {
  const refunds = [refund({ lines: [{ lineId: '7', quantity: 2 }] })]
  assert.deepEqual(
    lines.map((line) => piecesLeft(line, refunds)),
    [1, 1],
  )
})

test('a claim asks for all that is left, for pieces, or for an amount of up to as much', () => {
  const draft = { pieces: { 7: 2, 8: 0 }, amount: '15.50' }
  assert.equal(askedFen({ ...draft, kind: 'all' }, lines, 3900), 3900)
  assert.equal(askedFen({ ...draft, kind: 'pieces' }, lines, 3900), 2400)
  assert.equal(askedFen({ ...draft, kind: 'pieces' }, lines, 2399), undefined)
  assert.equal(askedFen({ ...draft, kind: 'amount' }, lines, 3900), 1550)
  assert.equal(askedFen({ ...draft, kind: 'amount', amount: 'all' }, lines, 3900), undefined)
  assert.deepEqual(askedOf({ ...draft, kind: 'pieces' }), { lines: [{ lineId: '7', quantity: 2 }] })
  assert.deepEqual(askedOf({ ...draft, kind: 'amount' }), { amountFen: 1550 })
  assert.deepEqual(askedOf({ ...draft, kind: 'all' }), {})
})

const paid = [{ version: 3, from: 'PENDING', to: 'PAID', by: '', note: '', at: '' }] as const

test('what is back, under way and kept is what was paid', () => {
  const refunds = [
    refund({ amountFen: 500, state: 'SUCCESS' }),
    refund({ amountFen: 300, state: 'PROCESSING' }),
    refund({ amountFen: 200, state: 'ABNORMAL' }),
  ]
  const { paidFen, backFen, underWayFen, keptFen } = ledgerOf({ amountFen: 3900, history: paid }, refunds)
  assert.deepEqual([paidFen, backFen, underWayFen, keptFen], [3900, 500, 500, 2900])
})

test('what was paid twice or too late stands beside what the order cost', () => {
  const twice = [refund({ amountFen: 3900, cause: 'SURPLUS', state: 'SUCCESS' })]
  const order = { amountFen: 3900, history: paid }
  assert.deepEqual(ledgerOf(order, twice), { paidFen: 7800, backFen: 3900, underWayFen: 0, keptFen: 3900 })
  const late = { amountFen: 3900, history: [] }
  assert.deepEqual(ledgerOf(late, twice), { paidFen: 3900, backFen: 3900, underWayFen: 0, keptFen: 0 })
  assert.deepEqual(ledgerOf(late, []), { paidFen: 0, backFen: 0, underWayFen: 0, keptFen: 0 })
})
