import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayOf, hourOf, nameOfDay, numberOfDay } from './day.ts'
import { type Fact, learn, type News, nothingKnown } from './fact.ts'
import { difference, talliesOf } from './tally.ts'

const rule = { utcOffsetMs: 8 * 3_600_000, dayCutMs: 0 }
const category = { categoryId: '5', categoryName: '蒸菜' }
const lines = [
  { kind: 'DISH', itemId: '46', name: '鱼', quantity: 2, unitPriceFen: 2000, ...category },
] as const
const stands = (state: 'PENDING' | 'PAID' | 'ACCEPTED' | 'COMPLETED', version: number) => ({
  ...{ shopId: '1', stands: { state, version } },
})
const life: readonly News[] = [
  { ...stands('PENDING', 2), placed: { at: 1_000, amountFen: 4700, lines } },
  { ...stands('PAID', 3), paid: { attemptId: 'a-1', channel: 'WECHAT_H5' } },
  stands('ACCEPTED', 4),
  { ...stands('COMPLETED', 6), completed: { at: 90_000_000, amountFen: 4700 } },
  { refund: { attemptId: 'a-1', n: 1, amountFen: 300, at: 180_000_000 } },
  { refund: { attemptId: 'a-1', n: 2, amountFen: 200, at: 200_000_000 } },
]

test('any permutation and repetition of an order’s news counts for the same', () => {
  const inOrder = talliesOf(life.reduce(learn, nothingKnown), rule)
  const news = fc.shuffledSubarray([...life, ...life, ...life], { minLength: 18, maxLength: 18 })
  fc.assert(
    fc.property(news, (told) => {
      assert.deepEqual(difference(inOrder, talliesOf(told.reduce(learn, nothingKnown), rule)), [])
    }),
  )
})

test('the differences on the way add up to what is counted in the end', () => {
  const news = fc.array(fc.constantFrom(...life), { maxLength: 12 })
  fc.assert(
    fc.property(news, (told) => {
      let known: Fact = nothingKnown
      const added = told.flatMap((one) => {
        const before = talliesOf(known, rule)
        known = learn(known, one)
        return difference(before, talliesOf(known, rule))
      })
      assert.deepEqual(difference(added, talliesOf(known, rule)), [])
    }),
  )
})

test('a difference names each place once, in order', () => {
  const tally = { shopId: '1', figure: 'item', day: '2026-11-28', about: 'DISH:2', times: 1, fen: 5 } as const
  const other = { ...tally, about: 'DISH:1' }
  const sum = { ...tally, times: 2, fen: 10 }
  assert.deepEqual(difference([], [tally, other, tally]), [other, sum])
  assert.deepEqual(difference([tally, other], [tally]), [{ ...other, times: -1, fen: -5 }])
})

test('days are those of the calendar, from the cut to the next', () => {
  const instants = fc.integer({ min: 0, max: Date.UTC(2200, 0) })
  fc.assert(
    fc.property(instants, (at) => {
      const day = new Date(at + rule.utcOffsetMs).toISOString()
      assert.equal(dayOf(at, rule), day.slice(0, 10))
      assert.equal(hourOf(at, rule), Number(day.slice(11, 13)))
      assert.equal(nameOfDay(numberOfDay(day.slice(0, 10))), day.slice(0, 10))
    }),
  )
  const atThree = { ...rule, dayCutMs: 3 * 3_600_000 }
  const cut = Date.UTC(2026, 10, 28, 19)
  assert.deepEqual([dayOf(cut - 1, atThree), dayOf(cut, atThree)], ['2026-11-28', '2026-11-29'])
})
