import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Envelope } from './bus.ts'
import { Undecodable } from './decode.ts'
import { decodeEnvelope, encodeEnvelope } from './envelope-codec.ts'

const envelope: Envelope = {
  id: '0193b3f1-0000-7000-8000-000000000001',
  type: 'cangqiong.order.v1.OrderPaid',
  key: 'order-1',
  at: 1_700_000_000_123,
  payload: '{"remark":"少放辣 🌶","amountFen":0}',
  traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
}

test('an envelope comes back as it was', () => {
  assert.deepEqual(decodeEnvelope(encodeEnvelope(envelope)), envelope)
})

test('each is encoded into bytes of its own', () => {
  const first = encodeEnvelope(envelope)
  encodeEnvelope({ ...envelope, id: 'another', payload: 'x'.repeat(500) })
  assert.deepEqual(decodeEnvelope(first), envelope)
})

test('what is no envelope is undecodable', () => {
  const nameless = encodeEnvelope({ ...envelope, id: '' })
  for (const bytes of [
    Buffer.from('{"id":"1"}'),
    Buffer.alloc(0),
    nameless,
    encodeEnvelope(envelope).subarray(5),
  ]) {
    assert.throws(() => decodeEnvelope(bytes), Undecodable)
  }
})
