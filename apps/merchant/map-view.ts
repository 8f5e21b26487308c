import type { AreaDraft, Place } from './area-drafts.ts'
import { isCircle } from './area-drafts.ts'

/** A window onto the earth, and where on the screen things are. Flat is near enough for a city. */
export interface MapView {
  readonly center: Place
  readonly metresPerPixel: number
  readonly width: number
  readonly height: number
}

const metresPerE6 = 0.111_32

function shrink({ center }: Pick<MapView, 'center'>): number {
  return Math.cos((center.latitudeE6 / 1e6) * (Math.PI / 180))
}

export function pixelOf(view: MapView, place: Place): readonly [x: number, y: number] {
  const east = (place.longitudeE6 - view.center.longitudeE6) * metresPerE6 * shrink(view)
  const north = (place.latitudeE6 - view.center.latitudeE6) * metresPerE6
  return [view.width / 2 + east / view.metresPerPixel, view.height / 2 - north / view.metresPerPixel]
}

export function placeAt(view: MapView, x: number, y: number): Place {
  const east = ((x - view.width / 2) * view.metresPerPixel) / (metresPerE6 * shrink(view))
  const north = ((view.height / 2 - y) * view.metresPerPixel) / metresPerE6
  return {
    latitudeE6: Math.round(view.center.latitudeE6 + north),
    longitudeE6: Math.round(view.center.longitudeE6 + east),
  }
}

/** A view in which all areas can be seen. */
export function viewOf(
  location: Place | null,
  drafts: readonly AreaDraft[],
  width: number,
  height: number,
): MapView {
  const center = location ?? drafts[0]?.points[0] ?? { latitudeE6: 39_908_000, longitudeE6: 116_397_000 }
  const flat = { center, metresPerPixel: 1, width: 0, height: 0 }
  const reaches = drafts.flatMap((draft) =>
    draft.points.map((point) => Math.hypot(...pixelOf(flat, point)) + (isCircle(draft) ? draft.radiusM : 0)),
  )
  const reachM = Math.max(1500, ...reaches) * 1.1
  return { center, metresPerPixel: (2 * reachM) / Math.min(width, height), width, height }
}
