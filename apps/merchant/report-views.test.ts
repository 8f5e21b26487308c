import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelsView, topView, turnoverView } from './report-views.ts'

const speech = { t: (place: string) => place, amount: (fen: number) => `¥${fen / 100}` }

test('a report has a row of its table for each point of its drawing', () => {
  const days = [
    { day: '2026-11-27', orders: 1, grossFen: 1000, refundedFen: 200, netFen: 800 },
    { day: '2026-11-28', orders: 0, grossFen: 0, refundedFen: 0, netFen: 0 },
  ]
  const view = turnoverView(speech, days)
  assert.deepEqual(view.rows[0], ['2026-11-27', '¥10', '¥2', '¥8'])
  assert.equal(view.rows.length, view.plan?.names.length)
  assert.deepEqual(
    view.plan?.series.map(({ values }) => values),
    [
      [8, 0],
      [2, 0],
    ],
  )
  assert.equal(view.isEmpty, false)
})

test('a report in which nothing has happened says so', () => {
  const quiet = { day: '2026-11-28', orders: 0, grossFen: 0, refundedFen: 0, netFen: 0 }
  assert.equal(turnoverView(speech, [quiet]).isEmpty, true)
  assert.equal(topView(speech, []).isEmpty, true)
  assert.equal(channelsView(speech, []).isEmpty, true)
})
