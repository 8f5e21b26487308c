import { ScalarType } from '@bufbuild/protobuf'
import { type BinaryReader, type BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** All that one scalar type of protobuf means to us: its plain form and its bytes. */
export interface Scalar {
  /** What it must be, for the sentence "… must be …". */
  readonly expects: string
  readonly zero: unknown
  accepts(value: unknown): boolean
  readonly wire: WireType
  write(writer: BinaryWriter, value: never): void
  /** 64 bits come as bigint. */
  read(reader: BinaryReader): unknown
}

const isText = (value: unknown) => typeof value === 'string' && value.isWellFormed()
const isBytes = (value: unknown) => value instanceof Uint8Array
const isNumber = (value: unknown) => typeof value === 'number'
const isTruth = (value: unknown) => typeof value === 'boolean'
const isInt32 = (value: unknown) => isNumber(value) && value === (Number(value) | 0)
const isUint32 = (value: unknown) => isNumber(value) && value === Number(value) >>> 0
const isSafe = Number.isSafeInteger
const isSafeUnsigned = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

/** Most numbers are small: the 32-bit path writes the same bytes without a bigint. */
function writeVarint64(writer: BinaryWriter, value: number): void {
  if (value >= 0 && value <= 0xffffffff) writer.uint32(value)
  else writer.int64(value)
}

const { Varint, Bit32, Bit64, LengthDelimited } = WireType
const whole32 = 'a whole number of 32 bits'
const count32 = 'a whole number of 32 bits, not negative'
const whole53 = 'a whole number of at most 53 bits'
const count53 = 'a whole number of at most 53 bits, not negative'

type Writer<T> = (writer: BinaryWriter, value: T) => void
type Reader = (reader: BinaryReader) => unknown

const numeric = (expects: string, accepts: (value: unknown) => boolean, wire: WireType) => {
  return (write: Writer<number>, read: Reader): Scalar => ({ expects, zero: 0, accepts, wire, write, read })
}

const scalars: Readonly<Record<ScalarType, Scalar>> = {
  [ScalarType.STRING]: {
    expects: 'well-formed text',
    zero: '',
    accepts: isText,
    wire: LengthDelimited,
    write: (writer, value) => writer.string(value),
    read: (reader) => reader.string(true),
  },
  [ScalarType.BYTES]: {
    expects: 'bytes',
    zero: new Uint8Array(0),
    accepts: isBytes,
    wire: LengthDelimited,
    write: (writer, value) => writer.bytes(value),
    // A copy, because the reader's is a window on the whole message.
    read: (reader) => new Uint8Array(reader.bytes()),
  },
  [ScalarType.BOOL]: {
    expects: 'true or false',
    zero: false,
    accepts: isTruth,
    wire: Varint,
    write: (writer, value) => writer.bool(value),
    read: (reader) => reader.bool(),
  },
  [ScalarType.DOUBLE]: numeric(
    'a number',
    isNumber,
    Bit64,
  )(
    (writer, value) => writer.double(value),
    (reader) => reader.double(),
  ),
  [ScalarType.FLOAT]: numeric(
    'a number',
    isNumber,
    Bit32,
  )(
    (writer, value) => writer.float(value),
    (reader) => reader.float(),
  ),
  [ScalarType.INT32]: numeric(
    whole32,
    isInt32,
    Varint,
  )(
    (writer, value) => writer.int32(value),
    (reader) => reader.int32(),
  ),
  [ScalarType.SINT32]: numeric(
    whole32,
    isInt32,
    Varint,
  )(
    (writer, value) => writer.sint32(value),
    (reader) => reader.sint32(),
  ),
  [ScalarType.SFIXED32]: numeric(
    whole32,
    isInt32,
    Bit32,
  )(
    (writer, value) => writer.sfixed32(value),
    (reader) => reader.sfixed32(),
  ),
  [ScalarType.UINT32]: numeric(
    count32,
    isUint32,
    Varint,
  )(
    (writer, value) => writer.uint32(value),
    (reader) => reader.uint32(),
  ),
  [ScalarType.FIXED32]: numeric(
    count32,
    isUint32,
    Bit32,
  )(
    (writer, value) => writer.fixed32(value),
    (reader) => reader.fixed32(),
  ),
  [ScalarType.INT64]: numeric(whole53, isSafe, Varint)(writeVarint64, (reader) => reader.int64()),
  [ScalarType.UINT64]: numeric(count53, isSafeUnsigned, Varint)(writeVarint64, (reader) => reader.uint64()),
  [ScalarType.SINT64]: numeric(
    whole53,
    isSafe,
    Varint,
  )(
    (writer, value) => writer.sint64(value),
    (reader) => reader.sint64(),
  ),
  [ScalarType.SFIXED64]: numeric(
    whole53,
    isSafe,
    Bit64,
  )(
    (writer, value) => writer.sfixed64(value),
    (reader) => reader.sfixed64(),
  ),
  [ScalarType.FIXED64]: numeric(
    count53,
    isSafeUnsigned,
    Bit64,
  )(
    (writer, value) => writer.fixed64(value),
    (reader) => reader.fixed64(),
  ),
}

/** Covers every scalar type of protobuf, so there is no case without an answer. */
export function scalarOf(type: ScalarType): Scalar {
  return scalars[type]
}
