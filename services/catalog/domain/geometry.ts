/** On the surface of the earth, in millionths of a degree. */
export interface Location {
  readonly latitudeE6: number
  readonly longitudeE6: number
}

export interface Circle {
  readonly center: Location
  readonly radiusM: number
}

/** Mean radius of the earth, in metres. */
const earthM = 6_371_008.8
const radians = (e6: number) => (e6 / 1e6) * (Math.PI / 180)

/** As the crow flies, in metres (haversine). */
export function distanceM(a: Location, b: Location): number {
  const halfLatitude = radians(b.latitudeE6 - a.latitudeE6) / 2
  const halfLongitude = radians(b.longitudeE6 - a.longitudeE6) / 2
  const across = Math.cos(radians(a.latitudeE6)) * Math.cos(radians(b.latitudeE6))
  const chord = Math.sin(halfLatitude) ** 2 + across * Math.sin(halfLongitude) ** 2
  return 2 * earthM * Math.asin(Math.min(1, Math.sqrt(chord)))
}

export function isInCircle({ center, radiusM }: Circle, point: Location): boolean {
  return distanceM(center, point) <= radiusM
}

/** Whether a point is inside a polygon or on its edge; what the polygon surrounds twice is outside. */
export function isInPolygon(polygon: readonly Location[], point: Location): boolean {
  let isInside = false
  for (const [position, a] of polygon.entries()) {
    const b = polygon[(position + 1) % polygon.length] ?? a
    const side = sideOf(a, b, point)
    if (side === 0 && isBetween(a, b, point)) return true
    const isCrossed = a.latitudeE6 > point.latitudeE6 !== b.latitudeE6 > point.latitudeE6
    if (isCrossed && side > 0 === b.latitudeE6 > a.latitudeE6) isInside = !isInside
  }
  return isInside
}

/** Above zero to the left of the way from a to b, below to the right; whole numbers keep it exact. */
function sideOf(a: Location, b: Location, point: Location): number {
  const eastward = (b.longitudeE6 - a.longitudeE6) * (point.latitudeE6 - a.latitudeE6)
  return eastward - (point.longitudeE6 - a.longitudeE6) * (b.latitudeE6 - a.latitudeE6)
}

function isBetween(a: Location, b: Location, point: Location): boolean {
  const lies = (from: number, to: number, at: number) => at >= Math.min(from, to) && at <= Math.max(from, to)
  return (
    lies(a.latitudeE6, b.latitudeE6, point.latitudeE6) &&
    lies(a.longitudeE6, b.longitudeE6, point.longitudeE6)
  )
}
