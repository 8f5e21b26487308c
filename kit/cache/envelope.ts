import { crc32 } from 'node:zlib'

/** What the tiers keep under a key for all processes. */
export interface Kept {
  readonly version: number
  /** Until then it counts without asking, in ms since the epoch; later it is stale. */
  readonly freshUntil: number
  /** Undefined: it is known that there is nothing. */
  readonly bytes: Uint8Array | undefined
}

const headBytes = 21
const absent = 0
const present = 1

/**
 * The bytes of what is kept: a checksum of the key and of all that follows, whether there is something, the
 * version and the end of freshness as big-endian doubles, and its own bytes.
 */
export function encodeKept(key: string, { version, freshUntil, bytes }: Kept): Uint8Array {
  const whole = Buffer.alloc(headBytes + (bytes?.byteLength ?? 0))
  whole.writeUInt8(bytes === undefined ? absent : present, 4)
  whole.writeDoubleBE(version, 5)
  whole.writeDoubleBE(freshUntil, 13)
  if (bytes !== undefined) whole.set(bytes, headBytes)
  whole.writeUInt32BE(checksum(key, whole))
  return whole
}

/** What was kept under this very key; undefined for anything else, however it came there. */
export function decodeKept(key: string, whole: Uint8Array): Kept | undefined {
  const read = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength)
  if (read.length < headBytes || read.readUInt32BE() !== checksum(key, read)) return undefined
  const bytes = read[4] === present ? read.subarray(headBytes) : undefined
  return { version: read.readDoubleBE(5), freshUntil: read.readDoubleBE(13), bytes }
}

function checksum(key: string, whole: Buffer): number {
  return crc32(whole.subarray(4), crc32(key))
}
