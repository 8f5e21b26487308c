import sharp, { type Sharp } from 'sharp'
import { Fault } from '#kit/fault.ts'
import type { JobTools } from '#kit/jobs/jobs.ts'
import type { ImageSize } from '../domain/image.ts'

export interface PictureToResize {
  readonly body: Uint8Array
  /** Ascending; none is made wider than the picture is. */
  readonly widths: readonly number[]
}

/** What a picture may unfold to: a photo of today's phones, not a bomb. */
const pixelsMax = 50_000_000
/** Before the job's own deadline, so that its thread lives on. */
const seconds = 5
/** Pixels per inch at which a drawing is as large as it says. */
const usualDensity = 72
const densityMax = 1000

// One picture at a time in each thread, and no two are alike.
sharp.concurrency(1)
sharp.cache(false)

/** Decodes a picture, turns it upright and writes its pixels alone as WebP, in each width that fits. */
export async function run(picture: PictureToResize, tools: JobTools): Promise<readonly ImageSize[]> {
  const { widths } = picture
  try {
    const { data, info } = await (await open(picture)).raw().toBuffer({ resolveWithObject: true })
    const { width, height, channels } = info
    const fitting = [...widths.filter((each) => each < width), width]
    const sizes: ImageSize[] = []
    for (const each of fitting) {
      tools.signal.throwIfAborted()
      const pixels = sharp(data, { raw: { width, height, channels } }).resize({ width: each })
      sizes.push({ width: each, body: await pixels.webp({ quality: 80, effort: 2 }).toBuffer() })
      tools.progress(sizes.length / fitting.length)
    }
    return sizes
  } catch (cause) {
    tools.signal.throwIfAborted()
    throw failureOf(cause)
  }
}

/** Time that ran out says nothing of the picture. */
function failureOf(cause: unknown): Fault {
  const isLate = cause instanceof Error && cause.message.startsWith('timeout')
  if (isLate) return new Fault('expired', 'DEADLINE_EXCEEDED', 'the picture took too long', { cause })
  return new Fault('invalid', 'IMAGE_INVALID', 'the picture cannot be decoded', { cause })
}

/** The picture at its largest width; a drawing is drawn anew in that width. */
async function open({ body, widths }: PictureToResize): Promise<Sharp> {
  const options = { limitInputPixels: pixelsMax, sequentialRead: true, failOn: 'error' } as const
  const { format, width } = await sharp(body, options).metadata()
  const widest = widths.at(-1) ?? width
  const density = format === 'svg' ? Math.min(densityMax, (usualDensity * widest) / width) : usualDensity
  return sharp(body, { ...options, density })
    .timeout({ seconds })
    .autoOrient()
    .toColourspace('srgb')
    .resize({ width: widest, height: 2 * widest, fit: 'inside', withoutEnlargement: true })
}
