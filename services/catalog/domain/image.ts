import { Fault } from '#kit/fault.ts'

/** 2 MB */
export const imageBytesMax = 2 * 1024 * 1024

export interface Image {
  readonly contentType: string
  readonly body: Uint8Array
}

/** Refuses what is not the picture it says it is. SVG can carry scripts, so only the system brings it. */
export function checkImage({ contentType, body }: Image, mayBeSvg: boolean): void {
  const looksRight = contentType === 'image/svg+xml' ? mayBeSvg && isSvg(body) : typeOf(body) === contentType
  if (body.length <= imageBytesMax && looksRight) return
  throw new Fault('invalid', 'IMAGE_INVALID', 'a png, jpeg or webp picture of at most 2 MB is needed')
}

function typeOf(body: Uint8Array): string | undefined {
  if (startsWith(body, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (startsWith(body, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(body, 0, ascii('RIFF')) && startsWith(body, 8, ascii('WEBP'))) return 'image/webp'
  return undefined
}

function isSvg(body: Uint8Array): boolean {
  return startsWith(body, 0, ascii('<svg '))
}

function startsWith(body: Uint8Array, offset: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => body[offset + at] === byte)
}

function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0))
}
