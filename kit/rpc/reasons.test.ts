import assert from 'node:assert/strict'
import { test } from 'node:test'
import { file_cangqiong_inventory_v1_inventory } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import {
  file_cangqiong_kit_v1_fault,
  FaultKind as WireKind,
} from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import type { FaultKind } from '../fault.ts'
import { Fault } from '../fault.ts'
import { decodeFault, encodeFault } from './fault-codec.ts'
import {
  cancelled,
  deadlineExceeded,
  messageInvalid,
  numberUnsafe,
  shuttingDown,
  unreachable,
} from './faults.ts'
import { reasonsOf } from './reasons.ts'
import { grpcCodeOf, httpStatusOf, kindOfWire } from './status.ts'

const kinds = Object.values(WireKind)
  .filter((wire): wire is WireKind => typeof wire === 'number' && wire !== WireKind.UNSPECIFIED)
  .map((wire) => kindOfWire(wire) as FaultKind)

test('every kind has one gRPC code, one HTTP status and its own place on the wire', () => {
  assert.equal(new Set(kinds).size, 10)
  assert.deepEqual(kinds.map(httpStatusOf), [400, 401, 403, 404, 409, 412, 429, 503, 504, 500])
  assert.deepEqual(kinds.map(grpcCodeOf), [3, 16, 7, 5, 10, 9, 8, 14, 4, 13])
})

test('a reason has the status of its kind unless its contract declares another', () => {
  const reasons = reasonsOf([file_cangqiong_kit_v1_fault, file_cangqiong_inventory_v1_inventory])
  assert.deepEqual(reasons.get('STOCK_BELOW_RESERVED'), {
    reason: 'STOCK_BELOW_RESERVED',
    kind: 'precondition',
    zh: '库存不能少于已预留数量',
    en: 'Stock cannot be less than what is reserved',
    httpStatus: 422,
  })
  assert.equal(reasons.get('BODY_TOO_LARGE')?.httpStatus, 413)
  assert.equal(reasons.get('RATE_LIMITED')?.httpStatus, 429)
})

test('a reason declared twice is an error', () => {
  assert.throws(() => reasonsOf([file_cangqiong_kit_v1_fault, file_cangqiong_kit_v1_fault]), /declared twice/)
})

test('the faults of rpc itself are declared, each with its kind', () => {
  const reasons = reasonsOf([file_cangqiong_kit_v1_fault])
  const own = [
    cancelled(),
    deadlineExceeded(),
    messageInvalid(''),
    numberUnsafe(''),
    shuttingDown(),
    unreachable(true),
  ]
  for (const { kind, reason } of own) assert.equal(reasons.get(reason)?.kind, kind, reason)
})

test('a fault of any kind survives the wire', () => {
  for (const kind of kinds.filter((each) => each !== 'internal')) {
    const fault = new Fault(kind, 'CART_EMPTY', '空', {
      details: { a: 'b' },
      unknown: kind === 'unavailable',
    })
    const read = decodeFault(encodeFault(fault))
    assert.deepEqual({ ...read, message: read?.message }, { ...fault, message: '空' })
  }
})

test('bytes that hold no fault of ours are none', () => {
  for (const bytes of [[], [255], [8, 5], [26, 2, 10, 0]])
    assert.equal(decodeFault(Uint8Array.from(bytes)), undefined)
})
