import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#kit/random.ts'
import { type Fate, planMonth } from './month.ts'

const hour = 3_600_000
const day = 24 * hour
/** 2026-09-21 20:00 in Shanghai. */
const now = Date.UTC(2026, 8, 21, 12)
const plan = { now, days: 30, customers: 12, items: 36 }
const orders = planMonth(seededRandom(1), plan)

test('the same seed plans the same month, another seed another', () => {
  assert.deepEqual(planMonth(seededRandom(1), plan), orders)
  assert.notDeepEqual(planMonth(seededRandom(2), plan), orders)
})

test('every way in which an order can end occurs, and most are completed', () => {
  const counts = new Map<Fate, number>()
  for (const { fate } of orders) counts.set(fate, (counts.get(fate) ?? 0) + 1)
  const fates: readonly Fate[] = [
    'completed',
    'rejected',
    'cancelled before paying',
    'cancelled after paying',
    'cancelled by the shop',
    'never paid',
    'pending',
    'paid',
    'accepted',
    'delivering',
  ]
  assert.deepEqual([...counts.keys()].sort(), fates.toSorted())
  assert.ok((counts.get('completed') ?? 0) > orders.length * 0.7)
})

test('some are ordered beforehand, most are wanted as soon as possible', () => {
  const beforehand = orders.filter(({ aheadMs }) => aheadMs > 0).length
  assert.ok(beforehand > 0 && beforehand < orders.length / 2)
})

test('orders come in order of time, none after now and none before the month', () => {
  for (const [n, { at }] of orders.entries()) {
    assert.ok(at >= (orders[n - 1]?.at ?? 0))
    assert.ok(at < now && at > now - (plan.days + 1) * day)
  }
})

test('people eat between eleven and eight in Shanghai, half of them at noon', () => {
  const past = orders.filter(({ at }) => at < now - 12 * hour)
  const hours = past.map(({ at }) => ((at + 8 * hour) % day) / hour)
  assert.ok(hours.every((each) => each >= 11 && each < 20))
  const atNoon = hours.filter((each) => each < 14).length / hours.length
  assert.ok(atNoon > 0.4 && atNoon < 0.6, String(atNoon))
})

test('what is unfinished is of the last hour, so that no deadline has passed it', () => {
  const unfinished: readonly Fate[] = ['pending', 'paid', 'accepted', 'delivering']
  const board = orders.filter(({ fate }) => unfinished.includes(fate))
  assert.ok(board.every(({ at }) => at > now - hour))
  const pending = board.filter(({ fate }) => fate === 'pending')
  assert.ok(pending.every(({ at }) => at > now - hour / 4))
})

test('every pick is an item and a customer that exist, each item once', () => {
  for (const { customer, picks } of orders) {
    assert.ok(customer >= 0 && customer < plan.customers)
    assert.ok(picks.length >= 1 && picks.every(({ quantity }) => quantity >= 1 && quantity <= 99))
    assert.ok(picks.every(({ item }) => item >= 0 && item < plan.items))
    assert.equal(new Set(picks.map(({ item }) => item)).size, picks.length)
  }
})

test('a shop that has just opened has only the board', () => {
  const fates = planMonth(seededRandom(1), { ...plan, days: 0 }).map(({ fate }) => fate)
  assert.ok(!fates.includes('completed'))
})
