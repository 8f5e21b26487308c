import assert from 'node:assert/strict'
import { inflateRawSync } from 'node:zlib'

/** A workbook as a stranger reads it: by the formats alone, with nothing of what wrote it. */
export interface ReadWorkbook {
  /** By its place, as `C4`: a number, or a text. */
  readonly cells: ReadonlyMap<string, string | number>
  /** By its place: the number format it is shown in. */
  readonly formats: ReadonlyMap<string, string>
  /** As `B1:G1`. */
  readonly merged: readonly string[]
  readonly widths: readonly number[]
  readonly sheets: readonly string[]
}

export function readWorkbook(bytes: Uint8Array): ReadWorkbook {
  const files = unzip(Buffer.from(bytes))
  const part = (name: string) => files.get(name)?.toString('utf8') ?? ''
  const [sheet, styles] = [part('xl/worksheets/sheet1.xml'), part('xl/styles.xml')]
  const texts = [...part('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) => textIn(si))
  const formatOf = formatsIn(styles)
  const cells = new Map<string, string | number>()
  const formats = new Map<string, string>()
  for (const [, attributes = '', inner = ''] of sheet.matchAll(/<c\s([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const at = attribute(attributes, 'r')
    if (inner === '') continue
    const [, raw = ''] = /<v>(.*?)<\/v>/s.exec(inner) ?? []
    const type = attribute(attributes, 't')
    const text = type === 's' ? texts[Number(raw)] : textIn(inner)
    cells.set(at, type === '' || type === 'n' ? Number(raw) : (text ?? ''))
    formats.set(at, formatOf(Number(attribute(attributes, 's') || 0)))
  }
  return {
    ...{ cells, formats },
    merged: [...sheet.matchAll(/<mergeCell ref="(.*?)"/g)].map(([, ref = '']) => ref),
    widths: [...sheet.matchAll(/<col .*?width="(.*?)"/g)].map(([, width]) => Number(width)),
    sheets: [...part('xl/workbook.xml').matchAll(/<sheet .*?name="(.*?)"/g)].map(([, name = '']) => name),
  }
}

const textIn = (xml = '') => [...xml.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => text).join('')
const attribute = (text: string, name: string) => new RegExp(`(?:^|\\s)${name}="(.*?)"`).exec(text)?.[1] ?? ''

function formatsIn(styles: string): (style: number) => string {
  const own = new Map(
    [...styles.matchAll(/<numFmt .*?\/>/g)].map(([tag]) => [
      attribute(tag, 'numFmtId'),
      attribute(tag, 'formatCode'),
    ]),
  )
  const [, cellStyles = ''] = /<cellXfs.*?>(.*?)<\/cellXfs>/s.exec(styles) ?? []
  const ids = [...cellStyles.matchAll(/<xf\s(.*?)>/gs)].map(([, tag = '']) => attribute(tag, 'numFmtId'))
  return (style) => own.get(ids[style] ?? '') ?? ids[style] ?? ''
}

/** The files of an archive, by its central directory. */
function unzip(archive: Buffer): ReadonlyMap<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  assert.ok(end >= 0, 'an archive has an end')
  const files = new Map<string, Buffer>()
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)]
    const [nameSize, extraSize] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30)]
    const [commentSize, header] = [archive.readUInt16LE(at + 32), archive.readUInt32LE(at + 42)]
    const name = archive.toString('utf8', at + 46, at + 46 + nameSize)
    const begin = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
    const packed = archive.subarray(begin, begin + size)
    files.set(name, method === 8 ? inflateRawSync(packed) : packed)
    at += 46 + nameSize + extraSize + commentSize
  }
  return files
}
