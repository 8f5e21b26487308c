import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrderPaidSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { manualClock, systemClock } from '#kit/clock.ts'
import { createRig, customer, messageOf, order, type Rig, staff } from './push.fixture.ts'

const boundMs = 5_000

const follow = (rig: Rig, afterSeq: number) =>
  rig.as(staff).follow({ audience: 'shop:1', afterSeq })[Symbol.asyncIterator]()

type Stream = ReturnType<typeof follow>

async function take(stream: Stream, count: number): Promise<readonly number[]> {
  const seqs: number[] = []
  while (seqs.length < count) {
    const { done, value } = await within(stream.next())
    assert.ok(!done, 'the stream goes on')
    seqs.push(value.seq)
  }
  return seqs
}

function within<T>(promise: Promise<T>): Promise<T> {
  const late = systemClock.sleep(boundMs).then(() => assert.fail(`nothing came within ${boundMs} ms`))
  return Promise.race([promise, late])
}

function pay(rig: Rig, id: string) {
  const paid = messageOf(OrderPaidSchema, id, { ...order(id), amountFen: 1 })
  return rig.deliver([paid], 0).then(() => paid)
}

async function payMany(rig: Rig, from: number, count: number) {
  await Promise.all(Array.from({ length: count }, (_, i) => pay(rig, `o${from + i}`)))
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('a stream resumed at any cursor gives exactly the rest, in order', async (t) => {
  const rig = await createRig(t)
  await payMany(rig, 0, 250)
  for (const cursor of [0, 1, 99, 100, 101, 200, 249]) {
    const stream = follow(rig, cursor)
    assert.deepEqual(await take(stream, 250 - cursor), numbers(cursor + 1, 250))
    await stream.return?.()
  }
})

test('a stream goes on with what comes while it is read, without gap or repetition', async (t) => {
  const rig = await createRig(t, { pollMs: 50 })
  await payMany(rig, 0, 150)
  const stream = follow(rig, 0)
  const [taken] = await Promise.all([take(stream, 300), payMany(rig, 150, 150)])
  assert.deepEqual(taken, numbers(1, 300))
  await stream.return?.()
})

test('a stream from now on leaves out what was before', async (t) => {
  const rig = await createRig(t)
  await payMany(rig, 0, 3)
  const stream = follow(rig, -1)
  const first = take(stream, 1)
  await within(rig.untilLooked(1))
  await pay(rig, 'new')
  assert.deepEqual(await first, [4])
  await stream.return?.()
})

test('a waiting stream hears of a commit long before it would have looked for itself', async (t) => {
  const rig = await createRig(t, { pollMs: 600_000 })
  const stream = follow(rig, 0)
  const first = take(stream, 1)
  await within(rig.untilLooked(1))
  await pay(rig, 'a')
  assert.deepEqual(await first, [1])
  await stream.return?.()
})

test('a waiting stream hears through a watcher of what another process committed', async (t) => {
  const rig = await createRig(t, { pollMs: 600_000 })
  const stream = follow(rig, 0)
  const first = take(stream, 1)
  await within(rig.untilLooked(1))
  await insertBeside(rig)
  rig.see([messageOf(OrderPaidSchema, 'a', { ...order('a'), amountFen: 1 })])
  assert.deepEqual(await first, [1])
  await stream.return?.()
})

test('a stream that nobody rings for looks for itself after the poll interval', async (t) => {
  const clock = manualClock(1_000_000)
  const rig = await createRig(t, { pollMs: 1_000 }, clock)
  const stream = follow(rig, 0)
  const first = take(stream, 1)
  await within(rig.untilLooked(1))
  await insertBeside(rig)
  clock.advance(1_000)
  assert.deepEqual(await first, [1])
  await stream.return?.()
})

/** Writes a notification as another process does: no bell of this one rings. */
function insertBeside(rig: Rig) {
  const row = { type: 'order.paid', once_key: 'beside', payload: '{}', at: 0 }
  return rig.storage.tx('beside', async (tx) => {
    await tx.insertIgnore('audience', { name: 'shop:1', last_seq: 1 })
    await tx.db
      .insertInto('notification')
      .values({ audience: 'shop:1', seq: 1, ...row })
      .execute()
  })
}

test('a stream that is left while it waits ends', async (t) => {
  const rig = await createRig(t, { pollMs: 600_000 })
  const stream = follow(rig, 0)
  const waiting = stream.next().catch(() => ({ done: true }))
  await within(rig.untilLooked(1))
  await within(Promise.resolve(stream.return?.()))
  assert.equal((await within(waiting)).done, true)
})

test('draining ends every stream cleanly, and those opened afterwards at once', async (t) => {
  const rig = await createRig(t, { pollMs: 600_000 })
  const streams = [follow(rig, 0), follow(rig, -1)]
  const ends = streams.map((stream) => stream.next())
  await within(rig.untilLooked(2))
  await rig.drain()
  for (const end of ends) assert.equal((await within(end)).done, true)
  assert.equal((await within(follow(rig, 0).next())).done, true)
})

test('a stream reads no further ahead than a page while its reader is slow', async (t) => {
  const rig = await createRig(t)
  await payMany(rig, 0, 250)
  const stream = follow(rig, 0)
  await take(stream, 1)
  await rig.storage.tx('forget', (tx) => tx.db.deleteFrom('notification').where('seq', '>', 100).execute())
  assert.deepEqual(await take(stream, 99), numbers(2, 100))
  await pay(rig, 'later')
  assert.deepEqual(await take(stream, 1), [251])
  await stream.return?.()
})

test('customer and shop follow their own streams of the same order', async (t) => {
  const rig = await createRig(t)
  await pay(rig, 'a')
  const shop = follow(rig, 0)
  const own = rig.as(customer).follow({ audience: 'customer:7', afterSeq: 0 })[Symbol.asyncIterator]()
  const [ofShop, ofCustomer] = await Promise.all([within(shop.next()), within(own.next())])
  assert.equal(ofShop.value.audience, 'shop:1')
  assert.equal(ofCustomer.value.audience, 'customer:7')
  await Promise.all([shop.return?.(), own.return?.()])
})

test('a cursor before the beginning is refused', async (t) => {
  const rig = await createRig(t)
  await assert.rejects(follow(rig, -2).next(), { reason: 'PAGE_INVALID' })
})
