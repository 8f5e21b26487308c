import type { VersionedBytes } from './cache.ts'

const headBytes = 12
const mark = 'cq1'
const value = 0x76
const refusal = 0x72

/**
 * What Redis holds under a key: `cq1`, `v` for a value or `r` for a refusal, the version as a big-endian
 * double, and the bytes of a value.
 */
export function blobOf({ version, bytes }: Partial<VersionedBytes>): Buffer {
  const head = Buffer.alloc(headBytes)
  head.write(mark, 'latin1')
  head.writeUInt8(bytes === undefined ? refusal : value, mark.length)
  head.writeDoubleBE(version ?? Number.NEGATIVE_INFINITY, mark.length + 1)
  return bytes === undefined ? head : Buffer.concat([head, bytes])
}

/** The bytes of a value; undefined for a refusal, and for whatever is none of ours. */
export function bytesOf(blob: Buffer): Uint8Array | undefined {
  const isOurs = blob.length >= headBytes && blob.toString('latin1', 0, mark.length) === mark
  return isOurs && blob[mark.length] === value ? blob.subarray(headBytes) : undefined
}
