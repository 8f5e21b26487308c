import type { JobKind, Jobs } from '#kit/jobs/jobs.ts'
import { type ImageSize, imageWidths } from '../domain/image.ts'
import type { CatalogNeeds } from '../ports.ts'
import type { PictureToResize } from './resize-picture.ts'

const resizing: JobKind<PictureToResize, readonly ImageSize[]> = {
  name: 'resize-picture',
  module: new URL('./resize-picture.ts', import.meta.url),
  deadlineMs: 6000,
}

/** Pictures are decoded and written anew off the path of requests. */
export function createPictures(jobs: Jobs): Pick<CatalogNeeds, 'resizePicture'> {
  return { resizePicture: (body) => jobs.run(resizing, { body, widths: imageWidths }) }
}
