import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type DescField,
  type DescFile,
  type DescMessage,
  fromBinary,
  ScalarType,
  toBinary,
} from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { file_cangqiong_catalog_v1_catalog } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import {
  file_cangqiong_inventory_v1_inventory,
  StockItemSchema,
} from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { FaultDetailSchema, file_cangqiong_kit_v1_fault } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import { file_cangqiong_order_v1_order } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { file_cangqiong_payment_v1_payment } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { file_grpc_reflection_v1_reflection } from '#contracts/gen/grpc/reflection/v1/reflection_pb.js'
import { Fault } from '../fault.ts'
import { decode, encode } from './binary.ts'
import type { AnyPlain } from './message.ts'
import { completeAny } from './plain.ts'

const files: readonly DescFile[] = [
  file_cangqiong_catalog_v1_catalog,
  file_cangqiong_inventory_v1_inventory,
  file_cangqiong_kit_v1_fault,
  file_cangqiong_order_v1_order,
  file_cangqiong_payment_v1_payment,
  file_grpc_reflection_v1_reflection,
]
const messages = files.flatMap((file) => file.messages)
const anyMessage = fc
  .constantFrom(...messages)
  .chain((desc) => plains(desc).map((plain) => ({ desc, plain })))

function scalars(type: ScalarType): fc.Arbitrary<unknown> {
  if (type === ScalarType.STRING) return fc.string({ unit: 'grapheme' })
  if (type === ScalarType.BYTES) return fc.uint8Array()
  if (type === ScalarType.BOOL) return fc.boolean()
  if (type === ScalarType.INT64) return fc.oneof(fc.maxSafeInteger(), fc.nat())
  if (type === ScalarType.INT32) return fc.integer()
  if (type === ScalarType.DOUBLE) return fc.double()
  throw new Error(`no contract has used ${ScalarType[type]} so far: say what it may hold`)
}

function values(field: {
  message: DescMessage | undefined
  scalar: ScalarType | undefined
}): fc.Arbitrary<unknown> {
  if (field.message !== undefined) return plains(field.message)
  return field.scalar === undefined ? fc.integer() : scalars(field.scalar)
}

function fieldValues(field: DescField): fc.Arbitrary<unknown> {
  if (field.fieldKind === 'list') return fc.array(values(field), { maxLength: 4 })
  if (field.fieldKind === 'map')
    return fc.dictionary(fc.string(), values(field), { maxKeys: 4, noNullPrototype: true })
  return values(field)
}

/** Messages of any content, made complete. */
function plains(desc: DescMessage): fc.Arbitrary<AnyPlain> {
  const members = desc.members.map((member): [string, fc.Arbitrary<unknown>] => {
    if (member.kind !== 'oneof') return [member.localName, fieldValues(member)]
    const cases = member.fields.map((field) =>
      values(field).map((value) => ({ case: field.localName, value })),
    )
    return [member.localName, fc.oneof(...cases)]
  })
  return fc.record(Object.fromEntries(members), { requiredKeys: [] }).map((init) => completeAny(desc, init))
}

/** What protobuf's own library decoded, in our plain form. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plainOf)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return new Uint8Array(value)
  const kept = Object.entries(value).filter(([key]) => key !== '$typeName' && key !== '$unknown')
  return Object.fromEntries(kept.map(([key, inner]) => [key, plainOf(inner)]))
}

test('what we write is what the protobuf library reads, for any message of any contract', () => {
  fc.assert(
    fc.property(anyMessage, ({ desc, plain }) => {
      assert.deepEqual(plainOf(fromBinary(desc, encode(desc, plain))), plain)
    }),
    { numRuns: 500 },
  )
})

test('what the protobuf library writes is what we read', () => {
  fc.assert(
    fc.property(anyMessage, ({ desc, plain }) => {
      const message = fromBinary(desc, encode(desc, plain))
      assert.deepEqual(decode(desc, toBinary(desc, message)), plain)
    }),
    { numRuns: 500 },
  )
})

test('broken bytes give a whole message or a fault, never another error', () => {
  const spoilt = fc.tuple(anyMessage, fc.nat(), fc.integer({ min: 0, max: 255 }))
  let read = 0
  let refused = 0
  fc.assert(
    fc.property(spoilt, ([{ desc, plain }, at, byte]) => {
      const bytes = encode(desc, plain)
      if (bytes.length > 0) bytes[at % bytes.length] = byte
      let ours: unknown
      try {
        ours = decode(desc, bytes)
      } catch (thrown) {
        refused += 1
        assert.ok(thrown instanceof Fault && thrown.kind === 'invalid', String(thrown))
        return
      }
      read += 1
      assert.deepEqual(decode(desc, encode(desc, completeAny(desc, ours))), ours)
    }),
    { numRuns: 2000 },
  )
  assert.ok(read > 200 && refused > 200, `${read} read, ${refused} refused`)
})

test('a 64-bit number that is not exact here is refused, an unknown field is passed over', () => {
  const huge = new BinaryWriter()
    .tag(4, WireType.Varint)
    .int64(2n ** 60n)
    .finish()
  assert.throws(() => decode(StockItemSchema, huge), { kind: 'invalid', reason: 'NUMBER_UNSAFE' })
  const newer = new BinaryWriter()
    .tag(99, WireType.LengthDelimited)
    .string('later')
    .tag(1, WireType.LengthDelimited)
  assert.equal(decode(StockItemSchema, newer.string('7').finish()).shopId, '7')
})

test('a map may have a key that objects reserve', () => {
  const details = JSON.parse('{"__proto__": "a", "constructor": "b"}')
  const read = decode(
    FaultDetailSchema,
    encode(FaultDetailSchema, completeAny(FaultDetailSchema, { details })),
  )
  assert.deepEqual(Object.entries(read.details), [
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ])
})
