import { crc32 } from 'node:zlib'

/** A file of an archive. */
export interface ZipEntry {
  /** With slashes, in ASCII. */
  readonly name: string
  readonly body: Buffer
}

const localSignature = 0x04034b50
const centralSignature = 0x02014b50
const endSignature = 0x06054b50
const version = 20
/** 1 January 1980: the same content is the same bytes. */
const firstDay = 0x21

/** Files as one ZIP archive, uncompressed. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { name, body } of entries) {
    const shared = sharedHeader(name, body)
    const local = Buffer.concat([words([4, localSignature]), shared, Buffer.from(name), body])
    locals.push(local)
    centrals.push(centralEntry(name, shared, offset))
    offset += local.length
  }
  const central = Buffer.concat(centrals)
  const counts = [2, entries.length, 2, entries.length] as const
  const end = words([4, endSignature], [2, 0, 2, 0], [...counts], [4, central.length, 4, offset, 2, 0])
  return Buffer.concat([...locals, central, end])
}

/** What a file's own header and its entry in the directory say alike. */
function sharedHeader(name: string, body: Buffer): Buffer {
  const times = [2, 0, 2, firstDay]
  const sizes = [4, crc32(body), 4, body.length, 4, body.length]
  return words([2, version, 2, 0, 2, 0], times, sizes, [2, Buffer.byteLength(name), 2, 0])
}

function centralEntry(name: string, shared: Buffer, offset: number): Buffer {
  const head = words([4, centralSignature, 2, version])
  const tail = words([2, 0, 2, 0, 2, 0, 4, 0, 4, offset])
  return Buffer.concat([head, shared, tail, Buffer.from(name)])
}

/** Numbers one after the other, each behind the bytes it takes, least byte first. */
function words(...groups: readonly (readonly number[])[]): Buffer {
  const flat = groups.flat()
  const pieces: Buffer[] = []
  for (let at = 0; at < flat.length; at += 2) {
    const piece = Buffer.alloc(flat[at] ?? 0)
    piece.writeUIntLE(flat[at + 1] ?? 0, 0, piece.length)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
