import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReserveRequestSchema, StockItemSchema } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { ReceiveNotificationRequestSchema } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { complete, completeAny, completeJson, deepFreeze, toJsonText } from './plain.ts'

test('a completed message shares nothing with what it was made of', () => {
  const body = Uint8Array.of(1, 2, 3)
  const init = { headers: [{ name: 'a', value: 'b' }], body }
  const made = complete(ReceiveNotificationRequestSchema, init)
  assert.deepEqual(made, init)
  body[0] = 9
  assert.equal(made.body[0], 1)
  assert.notEqual(made.headers, init.headers)
  assert.notEqual(made.headers[0], init.headers[0])
})

test('what a contract does not know is left out', () => {
  const made = completeAny(ReserveRequestSchema, {
    orderId: '1',
    lines: [{ dishId: '2', price: 1 }],
    extra: true,
  })
  assert.deepEqual(made, { orderId: '1', shopId: '', lines: [{ dishId: '2', quantity: 0 }] })
})

test('a wrong type is refused with the field it is in, never with its value', () => {
  const wrong = [
    [{ lines: {} }, 'ReserveRequest.lines must be a list'],
    [{ lines: [{ quantity: '1' }] }, 'ReserveLine.quantity must be a whole number of 32 bits'],
    [{ lines: [7] }, 'cangqiong.inventory.v1.ReserveLine must be an object'],
    [null, 'cangqiong.inventory.v1.ReserveRequest must be an object'],
  ] as const
  for (const [init, message] of wrong) {
    assert.throws(() => completeAny(ReserveRequestSchema, init), { reason: 'MESSAGE_INVALID', message })
  }
})

test('a message becomes JSON text and comes back, bytes included', () => {
  const init = { headers: [{ name: '名', value: '值' }], body: Uint8Array.of(0, 255) }
  const text = toJsonText(ReceiveNotificationRequestSchema, init)
  assert.deepEqual(completeJson(ReceiveNotificationRequestSchema, text), init)
  assert.deepEqual(completeJson(StockItemSchema, '{"reserved":9007199254740991}').reserved, 2 ** 53 - 1)
})

test('text that is no JSON, or JSON of something else, is refused', () => {
  for (const text of ['', '{', '[]', '7', '{"body":"*"}', '{"body":[1]}', '{"headers":null}']) {
    assert.throws(
      () => completeJson(ReceiveNotificationRequestSchema, text),
      { reason: 'MESSAGE_INVALID' },
      text,
    )
  }
  assert.throws(() => completeJson(StockItemSchema, '{"reserved":9007199254740992}'), {
    reason: 'NUMBER_UNSAFE',
  })
})

test('a frozen message is frozen all the way down', () => {
  const made = deepFreeze(completeAny(ReserveRequestSchema, { lines: [{ dishId: '2' }] }))
  const lines = made.lines as { dishId: string }[]
  assert.throws(() => lines.push({ dishId: '3' }), TypeError)
  assert.throws(() => Object.assign(lines[0] ?? {}, { dishId: '3' }), TypeError)
})
