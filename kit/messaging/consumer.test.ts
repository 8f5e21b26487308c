import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultDetailSchema } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import { systemClock } from '../clock.ts'
import { currentContext, nameOf, outsideContext } from '../context.ts'
import type { PlainOf } from '../rpc/message.ts'
import type { KitTables, Storage } from '../storage/storage.ts'
import { silentLog } from '../telemetry/log.ts'
import type { Envelope } from './bus.ts'
import { createConsumer } from './consumer.ts'
import { type Listening, on } from './listen.ts'
import { openStorage } from './messaging.fixture.ts'

const traceId = 'ab'.repeat(16)
const spanId = 'cd'.repeat(8)

function message(id: string, payload: string, more: Partial<Envelope> = {}): Envelope {
  const type = FaultDetailSchema.typeName
  return { id, type, key: 'k', at: 5, payload, traceparent: `00-${traceId}-${spanId}-01`, ...more }
}

function consumer(storage: Storage<KitTables>, listens: readonly Listening<KitTables>[]) {
  return createConsumer({ name: 'push', storage, listens, clock: systemClock, log: silentLog })
}

const parked = (storage: Storage<KitTables>) =>
  storage.read('parked', (db) => db.selectFrom('dead_letter').selectAll().execute())

test('an event arrives whole: defaults filled in, fields of a newer version left out', async (t) => {
  const storage = await openStorage(t)
  const seen: PlainOf<typeof FaultDetailSchema>[] = []
  const deliver = consumer(storage, [on(FaultDetailSchema, async (event) => void seen.push(event))])
  assert.deepEqual(await deliver([message('1', '{"reason":"X","bornTomorrow":[1]}')], 0), [])
  assert.deepEqual(seen, [{ kind: 0, reason: 'X', message: '', details: {}, unknown: false }])
})

test('it is applied by the consumer, in the trace of the call that announced it', async (t) => {
  const storage = await openStorage(t)
  const seen: unknown[] = []
  const apply = async () => {
    const { by, traceId, spanId, sampled } = currentContext()
    seen.push([nameOf(by), traceId, spanId, sampled])
  }
  const deliver = consumer(storage, [on(FaultDetailSchema, apply)])
  await deliver([message('1', '{}')], 0)
  await deliver([message('2', '{}', { traceparent: 'nonsense' })], 0)
  const none = [outsideContext.traceId, outsideContext.spanId, false]
  assert.deepEqual(seen, [
    ['system:push', traceId, spanId, true],
    ['system:push', ...none],
  ])
})

test('two listenings to one event share the transaction: both have their effect or neither', async (t) => {
  const storage = await openStorage(t)
  let fails = true
  const first = on(FaultDetailSchema, async (_, joint: Storage<KitTables>) => {
    await joint.tx('first', (tx) =>
      tx.upsertKit('inbox', { consumer: 'first', msg_id: 'x', at: 1 }, ['consumer', 'msg_id'], []),
    )
  })
  const second = on(FaultDetailSchema, async () => {
    if (fails) throw new Error('no')
  })
  const deliver = consumer(storage, [first, second])
  const effects = () =>
    storage.read('effects', (db) => db.selectFrom('inbox').select('consumer').orderBy('consumer').execute())
  assert.deepEqual(await deliver([message('1', '{}')], 0), ['1'])
  assert.deepEqual(await effects(), [])
  fails = false
  assert.deepEqual(await deliver([message('1', '{}')], 1), [])
  assert.deepEqual(await effects(), [{ consumer: 'first' }, { consumer: 'push' }])
})

test('a type that nobody here knows yet is offered again before it is parked', async (t) => {
  const storage = await openStorage(t)
  const deliver = consumer(storage, [])
  const strange = message('1', '{}', { type: 'cangqiong.order.v9.OrderDreamt' })
  assert.deepEqual(await deliver([strange], 11), ['1'])
  assert.deepEqual(await parked(storage), [])
  assert.deepEqual(await deliver([strange], 12), [])
  const [letter] = await parked(storage)
  assert.equal(letter?.type, strange.type)
  assert.match(letter?.error ?? '', /nobody here listens to/)
})

test('a message applied is never parked, and one parked is never applied by a late copy', async (t) => {
  const storage = await openStorage(t)
  let fails = false
  let applied = 0
  const apply = async () => {
    if (fails) throw new Error('a bug')
    applied++
  }
  const deliver = consumer(storage, [on(FaultDetailSchema, apply)])
  await deliver([message('1', '{}')], 0)
  fails = true
  assert.deepEqual(await deliver([message('1', '{}'), message('2', '{}')], 12), [])
  assert.deepEqual(
    (await parked(storage)).map(({ msg_id }) => msg_id),
    ['2'],
  )
  fails = false
  assert.deepEqual(await deliver([message('2', '{}')], 0), [])
  assert.equal(applied, 1)
})

test('when nothing can be written, parking included, the message is refused', async (t) => {
  const storage = await openStorage(t)
  const broken = { ...storage, tx: () => Promise.reject(new Error('the disk is gone')) }
  assert.deepEqual(await consumer(broken, [])([message('1', 'not json')], 20), ['1'])
})
