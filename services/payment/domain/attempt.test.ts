import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attemptStates, holdsPlace, isOpen, moves, next, signals, sources } from './attempt.ts'

/** Every state against every signal; – means that the signal tells nothing new. */
const table = `
          prepaid     close asked closed      paid
INIT      PREPAID     CLOSING     CLOSED      PAID
PREPAID   –           CLOSING     CLOSED      PAID
CLOSING   –           –           CLOSED      PAID
CLOSED    –           –           –           LATE
PAID      –           –           –           –
LATE      –           –           –           –
`

test('every state answers every signal as the table says', () => {
  const lines = attemptStates.map((from) => {
    const cells = signals.map((signal) => next(from, signal) ?? '–')
    return [from.padEnd(10), ...cells.map((cell) => cell.padEnd(12))].join('').trimEnd()
  })
  const head = ['', ...signals].map((word, at) => word.padEnd(at === 0 ? 10 : 12)).join('')
  assert.equal(`\n${head.trimEnd()}\n${lines.join('\n')}\n`, table)
})

test('what is paid never changes, and what is closed only becomes LATE', () => {
  assert.deepEqual(
    moves.filter(({ from }) => from === 'PAID' || from === 'LATE'),
    [],
  )
  assert.deepEqual(
    moves.filter(({ from }) => from === 'CLOSED').map(({ to }) => to),
    ['LATE'],
  )
})

test('an order has one place for open and paid attempts; closed and late ones leave it free', () => {
  assert.deepEqual(attemptStates.filter(holdsPlace), ['INIT', 'PREPAID', 'CLOSING', 'PAID'])
  assert.deepEqual(attemptStates.filter(isOpen), ['INIT', 'PREPAID', 'CLOSING'])
})

test('a move knows all states it may start from', () => {
  assert.deepEqual(sources('close asked', 'CLOSING'), ['INIT', 'PREPAID'])
  assert.deepEqual(sources('closed', 'CLOSED'), ['INIT', 'PREPAID', 'CLOSING'])
  assert.deepEqual(sources('prepaid', 'PREPAID'), ['INIT'])
  assert.deepEqual(sources('paid', 'LATE'), ['CLOSED'])
})
