import { Fault } from '#kit/fault.ts'

/** 2 MB */
export const imageBytesMax = 2 * 1024 * 1024

/** New pictures that one customer may send on a day. */
export const sentByCustomerMax = 20
/** Pictures that are looked for at once. */
export const soughtMax = 20

/** How wide a picture is kept, in pixels; one that is narrower is kept as wide as it is. */
export const imageWidths = [160, 480, 960] as const

/** A picture in one size, as it is served. */
export interface ImageSize {
  readonly width: number
  /** WebP */
  readonly body: Uint8Array
}

export type ImageKind = 'PHOTO' | 'DRAWING'

/**
 * What the bytes are, whatever they are said to be. SVG can carry scripts and have no end, so only the system
 * brings it.
 */
export function imageKindOf(body: Uint8Array, mayBeDrawing: boolean): ImageKind {
  if (body.length <= imageBytesMax) {
    if (isPhoto(body)) return 'PHOTO'
    if (mayBeDrawing && startsWith(body, 0, ascii('<svg '))) return 'DRAWING'
  }
  throw new Fault('invalid', 'IMAGE_INVALID', 'a png, jpeg or webp picture of at most 2 MB is needed')
}

function isPhoto(body: Uint8Array): boolean {
  const isPng = startsWith(body, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const isJpeg = startsWith(body, 0, [0xff, 0xd8, 0xff])
  const isWebp = startsWith(body, 0, ascii('RIFF')) && startsWith(body, 8, ascii('WEBP'))
  return isPng || isJpeg || isWebp
}

function startsWith(body: Uint8Array, offset: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => body[offset + at] === byte)
}

function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0))
}
