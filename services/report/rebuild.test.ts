import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outsideContext, type Person, withContext } from '#kit/context.ts'
import {
  createRig,
  dayMs,
  departureOf,
  eventsOf,
  noon,
  type Rig,
  readAll,
  refundOf,
  registrationOf,
} from './report.fixture.ts'

const system: Person = { kind: 'system', id: 'rebuild' }

function rebuild(rig: Rig, by: Person): Promise<number> {
  return withContext({ ...outsideContext, by }, async () => {
    let events = 0
    for await (const told of rig.as(by).rebuild({})) events = told.events
    return events
  })
}

const told = ({ payload }: { readonly payload: string }) => JSON.parse(payload) as object

/**
 * Orders of two days and two shops: completed, cancelled before and after they were paid, refunded in part
 * and in whole, paid twice, and on their way; and customers.
 */
function story() {
  const before = noon - dayMs
  const done = [
    eventsOf({ id: 'a', quantity: 2, placedAt: before }),
    eventsOf({ id: 'b', name: '烤鱼', customerId: '8' }),
    eventsOf({ id: 'c', customerId: '8', placedAt: before, completedAt: noon + dayMs }),
    eventsOf({ id: 'x', shopId: '2', customerId: '8' }),
    eventsOf({ id: 'y', customerId: '9', quantity: 3 }),
  ]
  const gone = [eventsOf({ id: 'd' }), eventsOf({ id: 'e', placedAt: before })]
  const unpaid = eventsOf({ id: 'f', quantity: 3 })
  const going = eventsOf({ id: 'g' })
  const refunds = [
    ...[refundOf('a', 'a-1', 300), refundOf('b', 'b-1', 2700, noon + dayMs), refundOf('c', 'c-2', 2700)],
    ...[refundOf('d', 'd-1', 2700), refundOf('e', 'e-1', 2700, noon + dayMs)],
  ]
  const customers = [registrationOf('7', noon), registrationOf('8', before)]
  const left = [departureOf('7', noon)]
  const replays = {
    order: [
      ...done.map((life) => page(life, ['placed', 'paid', 'accepted', 'dispatched', 'completed'])),
      ...gone.map((life) => page(life, ['placed', 'paid', 'cancelled'])),
      page(unpaid, ['placed', 'cancelled']),
      page(going, ['placed', 'paid', 'accepted']),
    ],
    payment: [{ refunds: refunds.map(told) }],
    user: [{ customers: customers.map(told), deleted: left.map(told) }],
  }
  const messages = [
    ...done.flatMap((life) => [life.placed, life.paid, life.accepted, life.dispatched, life.completed]),
    ...gone.flatMap((life) => [life.placed, life.paid, life.cancelled]),
    ...[unpaid.placed, unpaid.cancelled, going.placed, going.paid, going.accepted],
    ...[...refunds, ...customers, ...left],
  ]
  return { replays, messages }
}

type Life = ReturnType<typeof eventsOf>

/** Some events of one order, as the order service replays them. */
function page(life: Life, names: readonly (keyof Life)[]): object {
  return Object.fromEntries(names.map((name) => [name, [told(life[name])]]))
}

test('rebuilt reports are those that were built from events', async (t) => {
  const rig = await createRig(t)
  const { replays, messages } = story()
  await rig.deliver(messages, 0)
  const built = await readAll(rig)
  Object.assign(rig.replays, replays)
  for (const _again of [1, 2]) {
    assert.equal(await rebuild(rig, system), messages.length)
    assert.deepEqual(await readAll(rig), built)
  }
})

test('a rebuild forgets what nobody replays', async (t) => {
  const rig = await createRig(t)
  const empty = await readAll(rig)
  await rig.deliver(story().messages, 0)
  assert.notDeepEqual(await readAll(rig), empty)
  await rebuild(rig, system)
  assert.deepEqual(await readAll(rig), empty)
})

test('what was replayed and comes as a message too counts once', async (t) => {
  const rig = await createRig(t)
  const { replays, messages } = story()
  Object.assign(rig.replays, replays)
  await rebuild(rig, system)
  const rebuilt = await readAll(rig)
  await rig.deliver(messages, 0)
  assert.deepEqual(await readAll(rig), rebuilt)
})

test('nobody but a service rebuilds', async (t) => {
  const rig = await createRig(t)
  await rig.deliver(story().messages, 0)
  const built = await readAll(rig)
  for (const by of [
    { kind: 'anonymous' },
    { kind: 'customer', id: '7' },
    { kind: 'employee', id: '3', shopId: '1', roles: ['manager'] },
  ] as const)
    await assert.rejects(rebuild(rig, by), { reason: 'ROLE_MISSING' })
  assert.deepEqual(await readAll(rig), built)
})
