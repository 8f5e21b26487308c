/** What of a picture is kept: a square, by its middle and how much it is enlarged. */
export interface Crop {
  /** In the picture's own pixels. */
  readonly x: number
  readonly y: number
  /** 1: the largest square there is. */
  readonly zoom: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Square {
  readonly left: number
  readonly top: number
  readonly side: number
}

export const zoomMax = 4

export function middleOf({ width, height }: Size): Crop {
  return { x: width / 2, y: height / 2, zoom: 1 }
}

/** The square of a crop; it never leaves the picture. */
export function squareOf(size: Size, { x, y, zoom }: Crop): Square {
  const side = Math.min(size.width, size.height) / Math.min(zoomMax, Math.max(1, zoom))
  const within = (middle: number, length: number) => Math.min(Math.max(middle - side / 2, 0), length - side)
  return { left: within(x, size.width), top: within(y, size.height), side }
}

/** The crop after its picture was pushed by so many of its own pixels. */
export function pushed(size: Size, crop: Crop, by: { readonly x: number; readonly y: number }): Crop {
  const { left, top, side } = squareOf(size, { ...crop, x: crop.x - by.x, y: crop.y - by.y })
  return { ...crop, x: left + side / 2, y: top + side / 2 }
}
