import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { Fault } from '../fault.ts'
import { messageInvalid, numberUnsafe } from './faults.ts'
import type { AnyPlain, PlainOf } from './message.ts'
import { completeAny, type Draft, put } from './plain.ts'
import { scalarOf } from './scalars.ts'

/** Writes one value without its tag. */
type WriteValue = (writer: BinaryWriter, value: unknown) => void
type ReadValue = (reader: BinaryReader, earlier: unknown) => unknown
type WriteField = (writer: BinaryWriter, plain: AnyPlain) => void
/** Answers false for bytes that are not this field after all. */
type ReadField = (reader: BinaryReader, wire: WireType, draft: Draft) => boolean

/** How one kind of value looks in bytes. */
interface Value {
  readonly wire: WireType
  readonly write: WriteValue
  readonly read: ReadValue
  /** Whether an implicit field holding it is left out. */
  readonly isZero: (value: unknown) => boolean
}

interface Codec {
  readonly writers: WriteField[]
  readonly readers: Map<number, ReadField>
}

const { LengthDelimited } = WireType
const codecs = new WeakMap<DescMessage, Codec>()

/** A writer keeps its buffer, which costs more to make than a small message does to write. */
let spareWriter: BinaryWriter | undefined
const spareBytes = 64 * 1024

/** The protobuf bytes of a complete message. */
export function encode(desc: DescMessage, plain: AnyPlain): Uint8Array {
  const writer = spareWriter ?? new BinaryWriter()
  // Taken while in use: one that failed half-way is lost with what it wrote.
  spareWriter = undefined
  writeMessage(desc, writer, plain)
  const bytes = writer.finish()
  if (bytes.length <= spareBytes) spareWriter = writer
  return bytes
}

/**
 * A complete message from its bytes. Throws a fault `invalid`: MESSAGE_INVALID for bytes that are no such
 * message, NUMBER_UNSAFE for a number that is not exact here.
 */
export function decode<Desc extends DescMessage>(desc: Desc, bytes: Uint8Array): PlainOf<Desc> {
  try {
    const reader = new BinaryReader(bytes)
    return readMessage(desc, reader, reader.len, undefined) as PlainOf<Desc>
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown
    throw messageInvalid(`the bytes are not a ${desc.typeName}`)
  }
}

function codecOf(desc: DescMessage): Codec {
  const known = codecs.get(desc)
  if (known !== undefined) return known
  const codec: Codec = { writers: [], readers: new Map() }
  // Known before its fields are: a message may hold itself.
  codecs.set(desc, codec)
  for (const field of desc.fields) {
    codec.writers.push(fieldWriter(field))
    codec.readers.set(field.number, fieldReader(field))
  }
  return codec
}

function writeMessage(desc: DescMessage, writer: BinaryWriter, plain: AnyPlain): void {
  for (const write of codecOf(desc).writers) write(writer, plain)
}

function readMessage(desc: DescMessage, reader: BinaryReader, end: number, earlier: unknown): Draft {
  const { readers } = codecOf(desc)
  const draft = (earlier as Draft | undefined) ?? completeAny(desc, {})
  while (reader.pos < end) {
    const [number, wire] = reader.tag()
    if (!readers.get(number)?.(reader, wire, draft)) reader.skip(wire, number)
  }
  if (reader.pos !== end) throw messageInvalid(`the bytes are not a ${desc.typeName}`)
  return draft
}

function readSized<T>(reader: BinaryReader, read: (end: number) => T): T {
  const size = reader.uint32()
  return read(reader.pos + size)
}

function scalarValue(type: ScalarType, path: string): Value {
  const { wire, write, read } = scalarOf(type)
  return {
    wire,
    write: write as WriteValue,
    read(reader) {
      const value = read(reader)
      if (typeof value !== 'bigint') return value
      const number = Number(value)
      if (!Number.isSafeInteger(number)) throw numberUnsafe(path)
      return number
    },
    isZero: zeroTest(type),
  }
}

function zeroTest(type: ScalarType): (value: unknown) => boolean {
  if (type === ScalarType.BYTES) return (value) => (value as Uint8Array).length === 0
  // Minus zero is not the default of a floating point number.
  if (type === ScalarType.DOUBLE || type === ScalarType.FLOAT) return (value) => Object.is(value, 0)
  const { zero } = scalarOf(type)
  return (value) => value === zero
}

function messageValue(desc: DescMessage): Value {
  return {
    wire: LengthDelimited,
    write(writer, value) {
      writer.fork()
      writeMessage(desc, writer, value as AnyPlain)
      writer.join()
    },
    read: (reader, earlier) => readSized(reader, (end) => readMessage(desc, reader, end, earlier)),
    isZero: () => false,
  }
}

function valueCodec(field: DescField): Value {
  if (field.message !== undefined) return messageValue(field.message)
  const type = field.fieldKind === 'enum' || field.enum !== undefined ? ScalarType.INT32 : field.scalar
  return scalarValue(type as ScalarType, `${field.parent.name}.${field.localName}`)
}

function fieldWriter(field: DescField): WriteField {
  const value = valueCodec(field)
  if (field.fieldKind === 'list') return listWriter(field, value)
  if (field.fieldKind === 'map') return mapWriter(field, value)
  const { number, localName: name } = field
  const one: WriteField = (writer, plain) => {
    const given = plain[name]
    if (given !== undefined) value.write(writer.tag(number, value.wire), given)
  }
  if (field.oneof !== undefined) return caseWriter(field.oneof.localName, name, number, value)
  if (field.fieldKind === 'message' || field.proto.proto3Optional) return one
  return (writer, plain) => {
    if (!value.isZero(plain[name])) one(writer, plain)
  }
}

function caseWriter(oneof: string, name: string, number: number, value: Value): WriteField {
  return (writer, plain) => {
    const chosen = plain[oneof] as { case?: string; value?: unknown } | undefined
    if (chosen?.case === name) value.write(writer.tag(number, value.wire), chosen.value)
  }
}

function listWriter(field: DescField & { fieldKind: 'list' }, value: Value): WriteField {
  const { number, localName: name, packed } = field
  return (writer, plain) => {
    const items = plain[name] as readonly unknown[]
    if (items.length === 0) return
    if (!packed) {
      for (const item of items) value.write(writer.tag(number, value.wire), item)
      return
    }
    writer.tag(number, LengthDelimited).fork()
    for (const item of items) value.write(writer, item)
    writer.join()
  }
}

function mapWriter(field: DescField & { fieldKind: 'map' }, value: Value): WriteField {
  const { number, localName: name } = field
  const key = scalarValue(field.mapKey, name)
  return (writer, plain) => {
    for (const [text, inner] of Object.entries(plain[name] as AnyPlain)) {
      writer.tag(number, LengthDelimited).fork()
      key.write(writer.tag(1, key.wire), keyOf(field.mapKey, text))
      value.write(writer.tag(2, value.wire), inner)
      writer.join()
    }
  }
}

function keyOf(type: ScalarType, text: string): unknown {
  if (type === ScalarType.STRING) return text
  return type === ScalarType.BOOL ? text === 'true' : Number(text)
}

function fieldReader(field: DescField): ReadField {
  const value = valueCodec(field)
  if (field.fieldKind === 'list') return listReader(field.localName, value)
  if (field.fieldKind === 'map') return mapReader(field, value)
  const { localName: name, oneof } = field
  return (reader, wire, draft) => {
    if (wire !== value.wire) return false
    if (oneof !== undefined) draft[oneof.localName] = { case: name, value: value.read(reader, undefined) }
    else draft[name] = value.read(reader, draft[name])
    return true
  }
}

function listReader(name: string, value: Value): ReadField {
  return (reader, wire, draft) => {
    const items = draft[name] as unknown[]
    if (wire === value.wire) items.push(value.read(reader, undefined))
    else if (wire !== LengthDelimited) return false
    else {
      readSized(reader, (end) => {
        while (reader.pos < end) items.push(value.read(reader, undefined))
      })
    }
    return true
  }
}

function mapReader(field: DescField & { fieldKind: 'map' }, value: Value): ReadField {
  const key = scalarValue(field.mapKey, field.localName)
  const blank = () => (field.message === undefined ? zeroOf(field.scalar) : completeAny(field.message, {}))
  return (reader, wire, draft) => {
    if (wire !== LengthDelimited) return false
    let name: unknown = scalarOf(field.mapKey).zero
    let inner: unknown
    readSized(reader, (end) => {
      while (reader.pos < end) {
        const [number, innerWire] = reader.tag()
        if (number === 1 && innerWire === key.wire) name = key.read(reader, undefined)
        else if (number === 2 && innerWire === value.wire) inner = value.read(reader, undefined)
        else reader.skip(innerWire, number)
      }
    })
    put(draft[field.localName] as Draft, String(name), inner ?? blank())
    return true
  }
}

/** An enum's zero is the number's. */
function zeroOf(type: ScalarType | undefined): unknown {
  return scalarOf(type ?? ScalarType.INT32).zero
}
