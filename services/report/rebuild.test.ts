import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outsideContext, type Person, withContext } from '#kit/context.ts'
import {
  completedLife,
  createRig,
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

/** Two orders of which one is completed and partly paid back, and a customer. */
function story() {
  const [a, b] = [eventsOf({ id: 'a', quantity: 2 }), eventsOf({ id: 'b', name: '烤鱼' })]
  const [back, customer] = [refundOf('a', 'a-1', 300), registrationOf('7', noon)]
  const gone = departureOf('7', noon)
  const replays = {
    order: [
      { placed: [told(a.placed)], paid: [told(a.paid)], completed: [told(a.completed)] },
      { placed: [told(b.placed)], paid: [told(b.paid)], cancelled: [told(b.cancelled)] },
    ],
    payment: [{ refunds: [told(back)] }],
    user: [{ customers: [told(customer)], deleted: [told(gone)] }],
  }
  const messages = [
    ...completedLife({ id: 'a', quantity: 2 }),
    b.placed,
    b.paid,
    b.cancelled,
    back,
    customer,
    gone,
  ]
  return { replays, messages }
}

test('rebuilt reports are those that were built from events', async (t) => {
  const rig = await createRig(t)
  const { replays, messages } = story()
  await rig.deliver(messages, 0)
  const built = await readAll(rig)
  Object.assign(rig.replays, replays)
  for (const _again of [1, 2]) {
    assert.equal(await rebuild(rig, system), 9)
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
  await rig.deliver(
    messages.filter(({ type }) => !/Accepted|Dispatched/.test(type)),
    0,
  )
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
