import { type Circle, distanceM, isInCircle, isInPolygon, type Location } from './geometry.ts'

export interface FeeStep {
  /** From the shop, as the crow flies. */
  readonly beyondM: number
  readonly feeFen: number
}

export interface Area {
  readonly name: string
  readonly shape: { readonly circle: Circle } | { readonly polygon: readonly Location[] }
  readonly feeFen: number
  readonly minimumOrderFen: number
  /** On the way. */
  readonly deliveryMinutes: number
  /** Ascending; of those an address is beyond, the last one counts. */
  readonly steps: readonly FeeStep[]
}

/** Where an order goes, as far as that is known. */
export interface Destination {
  readonly location: Location | null
}

/** Where a shop stands and where it delivers. */
export interface ShopAreas {
  /** Null where it is not on the map. */
  readonly location: Location | null
  /** Empty: everywhere, at the shop's flat fee. */
  readonly areas: readonly Area[]
  /** Whether an address that is not on the map is served too, at the shop's flat fee. */
  readonly takesUnlocated: boolean
}

export type DeliveryRefusal = '' | 'ADDRESS_NOT_LOCATED' | 'OUT_OF_RANGE'

/** On what terms a shop delivers somewhere. */
export interface Delivery {
  readonly refusal: DeliveryRefusal
  readonly deliveryFeeFen: number
  readonly minimumOrderFen: number
  readonly deliveryMinutes: number
}

/** Of the areas that cover the place the cheapest; without a place the best terms there are. */
export function deliveryTo(
  shop: ShopAreas & Omit<Delivery, 'refusal'>,
  destination: Destination | undefined,
): Delivery {
  const { location, areas, deliveryFeeFen, minimumOrderFen, deliveryMinutes } = shop
  const flat: Delivery = { refusal: '', deliveryFeeFen, minimumOrderFen, deliveryMinutes }
  if (areas.length === 0) return flat
  const best = cheapest(areas.map((area) => termsOf(area, 0)))
  if (!destination) return best
  const place = destination.location
  if (!place) return shop.takesUnlocated ? flat : { ...best, refusal: 'ADDRESS_NOT_LOCATED' }
  const distance = location ? distanceM(location, place) : 0
  const covering = areas.filter((area) => isCovered(area, place)).map((area) => termsOf(area, distance))
  return covering.length === 0 ? { ...best, refusal: 'OUT_OF_RANGE' } : cheapest(covering)
}

function isCovered({ shape }: Area, place: Location): boolean {
  return 'circle' in shape ? isInCircle(shape.circle, place) : isInPolygon(shape.polygon, place)
}

function termsOf({ feeFen, minimumOrderFen, deliveryMinutes, steps }: Area, distance: number): Delivery {
  const step = steps.findLast(({ beyondM }) => distance > beyondM)
  return { refusal: '', deliveryFeeFen: step?.feeFen ?? feeFen, minimumOrderFen, deliveryMinutes }
}

/** By fee, then by minimum, then by time; of equals the first. */
function cheapest(all: readonly Delivery[]): Delivery {
  return all.reduce((best, one) => (compare(one, best) < 0 ? one : best))
}

function compare(a: Delivery, b: Delivery): number {
  const byMoney = a.deliveryFeeFen - b.deliveryFeeFen || a.minimumOrderFen - b.minimumOrderFen
  return byMoney || a.deliveryMinutes - b.deliveryMinutes
}
