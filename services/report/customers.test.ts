import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CustomerSort } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import type { Person } from '#kit/context.ts'
import {
  completedLife,
  createRig,
  dayMs,
  departureOf,
  eventsOf,
  noon,
  type Rig,
  refundOf,
} from './report.fixture.ts'

const page = { shopId: '1', limit: 100 }
const at = (day: number) => noon + day * dayMs
const life = (id: string, customerId: string, day: number, more: object = {}) =>
  completedLife({ id, customerId, placedAt: at(day), completedAt: at(day), ...more })

/** 7 has ordered twice, something went back of it; 8 once and for more. */
const story = [
  ...life('a', '7', 0),
  ...life('b', '7', 2),
  ...life('c', '8', 1, { quantity: 5 }),
  refundOf('b', 'b-1', 300),
]
const seven = { customerId: '7', orders: 2, spentFen: 5100, firstOrderAt: at(0), lastOrderAt: at(2) }
const eight = { customerId: '8', orders: 1, spentFen: 10_700, firstOrderAt: at(1), lastOrderAt: at(1) }

async function customersOf(rig: Rig, asked: object = page) {
  return (await rig.as().listCustomers({ ...page, ...asked })).customers
}

test('customers of a shop: how often they ordered, what is left of it, when', async (t) => {
  const rig = await createRig(t)
  await rig.deliver(story, 0)
  assert.deepEqual(await customersOf(rig), [
    { ...seven, lastOrderId: 'b' },
    { ...eight, lastOrderId: 'c' },
  ])
  const bySpent = await customersOf(rig, { sort: CustomerSort.SPENT })
  assert.deepEqual(
    bySpent.map(({ customerId }) => customerId),
    ['8', '7'],
  )
})

test('orders that are under way, cancelled, or another shop’s make nobody a customer', async (t) => {
  const rig = await createRig(t)
  const { placed, paid, accepted } = eventsOf({ id: 'going', customerId: '7' })
  const gone = eventsOf({ id: 'gone', customerId: '8' })
  await rig.deliver([placed, paid, accepted, gone.placed, gone.paid, gone.cancelled], 0)
  await rig.deliver([refundOf('gone', 'gone-1', 2700), ...life('x', '9', 0, { shopId: '2' })], 0)
  assert.deepEqual(await customersOf(rig), [])
  const other = rig.as({ kind: 'system', id: 'x' })
  assert.equal((await other.listCustomers({ ...page, shopId: '2' })).customers.length, 1)
})

test('what was paid twice and went back is nothing that a customer has spent', async (t) => {
  const rig = await createRig(t)
  await rig.deliver([...life('a', '7', 0), refundOf('a', 'a-2', 2700)], 0)
  assert.equal((await customersOf(rig))[0]?.spentFen, 2700)
})

test('events in any order and any number make the same customers', async (t) => {
  const inOrder = await createRig(t)
  // Two orders at one moment: which is the last must not depend on which comes first.
  const whole = [...story, ...life('d', '7', 2), departureOf('9', noon), ...life('e', '9', 1)]
  await inOrder.deliver(whole, 0)
  const expected = await customersOf(inOrder)
  assert.deepEqual(
    expected.map(({ customerId, lastOrderId }) => [customerId, lastOrderId]),
    [
      ['7', 'd'],
      ['8', 'c'],
    ],
  )
  const length = { minLength: 2 * whole.length, maxLength: 2 * whole.length }
  const anyOrder = fc.asyncProperty(fc.shuffledSubarray([...whole, ...whole], length), async (messages) => {
    const rig = await createRig(t)
    let nth = 0
    // Another id each time: the inbox does not help.
    for (const message of messages) await rig.deliver([{ ...message, id: `${message.id}-${nth++}` }], 0)
    assert.deepEqual(await customersOf(rig), expected)
  })
  await fc.assert(anyOrder, { numRuns: 10 })
})

test('whose account is gone is in no shop’s list, and nothing later brings them back', async (t) => {
  const rig = await createRig(t)
  await rig.deliver([...story, ...life('x', '7', 0, { shopId: '2' }), departureOf('7', at(3))], 0)
  const ids = async () => (await customersOf(rig)).map(({ customerId }) => customerId)
  assert.deepEqual(await ids(), ['8'])
  const other = await rig.as({ kind: 'system', id: 'x' }).listCustomers({ ...page, shopId: '2' })
  assert.deepEqual(other.customers, [])
  await rig.deliver([refundOf('a', 'a-1', 100), ...life('late', '7', 2)], 0)
  assert.deepEqual(await ids(), ['8'])
})

test('pages follow each other without a gap, among equals too', async (t) => {
  const rig = await createRig(t)
  // Three moments and two amounts for eleven customers.
  const lives = Array.from({ length: 11 }, (_, n) =>
    life(`o-${n}`, String(n + 1), n % 3, { quantity: 1 + (n % 2) }),
  )
  await rig.deliver(lives.flat(), 0)
  for (const sort of [CustomerSort.LAST_ORDER, CustomerSort.SPENT]) {
    const whole = await customersOf(rig, { sort })
    assert.equal(whole.length, 11)
    const seen = []
    let cursor = ''
    do {
      const { customers, nextCursor } = await rig.as().listCustomers({ ...page, sort, cursor, limit: 2 })
      seen.push(...customers)
      cursor = nextCursor
    } while (cursor !== '')
    assert.deepEqual(seen, whole)
  }
})

test('a page has 1 to 100 customers and begins where the page before it ended', async (t) => {
  const { as } = await createRig(t)
  const wrong = [
    { limit: 0 },
    { limit: 101 },
    { cursor: 'x' },
    { cursor: 'SPENT:1:7' },
    { cursor: 'LAST_ORDER:1:' },
  ]
  for (const some of wrong)
    await assert.rejects(as().listCustomers({ ...page, ...some }), { reason: 'PARAMETER_INVALID' })
})

test('only managers and finance of the shop, and services, see its customers', async (t) => {
  const rig = await createRig(t)
  const employee = { kind: 'employee', id: '4', shopId: '1' } as const
  const people: readonly (readonly [Person, string])[] = [
    [{ kind: 'anonymous' }, 'REPORT_MISSING'],
    [{ kind: 'customer', id: '7' }, 'REPORT_MISSING'],
    [{ ...employee, shopId: '2', roles: ['manager'] }, 'REPORT_MISSING'],
    [{ ...employee, roles: ['staff'] }, 'ROLE_MISSING'],
  ]
  for (const [by, reason] of people) await assert.rejects(rig.as(by).listCustomers(page), { reason })
  assert.deepEqual((await rig.as({ ...employee, roles: ['finance'] }).listCustomers(page)).customers, [])
})
