import type { Address } from '../web/gen/operations.ts'

export type Place = NonNullable<Address['location']>
/** Where an address is, in words. */
export type PlaceWords = Pick<Address, 'province' | 'city' | 'district' | 'detail'>

/** Whether the words still name the place that was located: what was blank then may be filled in. */
export function isSamePlace(located: PlaceWords, now: PlaceWords): boolean {
  const words = ['province', 'city', 'district', 'detail'] as const
  return words.every((word) => located[word] === '' || located[word] === now[word])
}

/**
 * Where the device is, as shops and addresses are written down: whole millionths of a degree, in mainland
 * China by GCJ-02, which is what maps there show, elsewhere by WGS-84, which is what devices tell.
 */
export function placeOf({
  latitude,
  longitude,
}: Pick<GeolocationCoordinates, 'latitude' | 'longitude'>): Place {
  const [lat, lng] = isMainland(latitude, longitude) ? shifted(latitude, longitude) : [latitude, longitude]
  return { latitudeE6: Math.round(lat * 1e6), longitudeE6: Math.round(lng * 1e6) }
}

/** The rectangle within which the shift is made everywhere. */
function isMainland(lat: number, lng: number): boolean {
  return lat > 0.8293 && lat < 55.8271 && lng > 72.004 && lng < 137.8347
}

/** Of the ellipsoid of Krasovsky 1940, on which GCJ-02 was made. */
const semiMajorM = 6_378_245
const eccentricitySquared = 0.006_693_421_622_965_943

/** The published approximation, good to a metre or two. */
function shifted(lat: number, lng: number): readonly [lat: number, lng: number] {
  const [x, y] = [lng - 105, lat - 35]
  const radians = (lat * Math.PI) / 180
  const magic = 1 - eccentricitySquared * Math.sin(radians) ** 2
  const meridian = (semiMajorM * (1 - eccentricitySquared)) / magic ** 1.5
  const parallel = (semiMajorM / Math.sqrt(magic)) * Math.cos(radians)
  const degrees = 180 / Math.PI
  return [lat + (northM(x, y) / meridian) * degrees, lng + (eastM(x, y) / parallel) * degrees]
}

const wave = (at: number) => Math.sin(at * Math.PI)
const ripple = (x: number) => (20 * wave(6 * x) + 20 * wave(2 * x)) * (2 / 3)

function northM(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  const waves = 20 * wave(y) + 40 * wave(y / 3) + 160 * wave(y / 12) + 320 * wave(y / 30)
  return plain + ripple(x) + waves * (2 / 3)
}

function eastM(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  const waves = 20 * wave(x) + 40 * wave(x / 3) + 150 * wave(x / 12) + 300 * wave(x / 30)
  return plain + ripple(x) + waves * (2 / 3)
}
