import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultDetailSchema } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import { manualClock } from '../clock.ts'
import { withContext } from '../context.ts'
import { createIds } from '../ids.ts'
import { seededRandom } from '../random.ts'
import { openStorage } from './messaging.fixture.ts'
import { createOutbox } from './outbox.ts'

const clock = manualClock(1_700_000_000_000)
const outbox = createOutbox({ clock, ids: createIds(clock, seededRandom(1)) })

test('an announcement commits with its transaction and trace, and wakes the relay', async (t) => {
  const storage = await openStorage(t)
  let woken = 0
  storage.onSignal('outbox', () => woken++)
  const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true }
  await withContext(trace, () =>
    storage.tx('announce', (tx) => outbox.announce(tx, FaultDetailSchema, 'key-1', { reason: 'CART_EMPTY' })),
  )
  const [row] = await storage.read('rows', (db) => db.selectFrom('outbox').selectAll().execute())
  assert.equal(row?.type, 'cangqiong.kit.v1.FaultDetail')
  assert.equal(row?.msg_key, 'key-1')
  assert.equal(row?.traceparent, `00-${trace.traceId}-${trace.spanId}-01`)
  assert.equal(row?.created_at, clock.now())
  assert.equal(JSON.parse(row?.payload ?? '').reason, 'CART_EMPTY')
  assert.equal(woken, 1)
})

test('a transaction that fails announces nothing', async (t) => {
  const storage = await openStorage(t)
  let woken = 0
  storage.onSignal('outbox', () => woken++)
  const doomed = storage.tx('announce', async (tx) => {
    await outbox.announce(tx, FaultDetailSchema, 'key', {})
    throw new Error('no')
  })
  await assert.rejects(doomed, /no/)
  assert.deepEqual(await storage.read('rows', (db) => db.selectFrom('outbox').select('seq').execute()), [])
  assert.equal(woken, 0)
})

test('what is not a message of its type is refused before it is written', async (t) => {
  const storage = await openStorage(t)
  const wrong = { reason: 7 } as unknown as { reason: string }
  await assert.rejects(
    storage.tx('announce', (tx) => outbox.announce(tx, FaultDetailSchema, 'key', wrong)),
    { reason: 'MESSAGE_INVALID' },
  )
})
