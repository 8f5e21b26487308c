import { z } from 'zod'
import type {
  AreaSchema,
  ShopAreasSchema,
  ShopSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { assert } from '#kit/assert.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import { fen, momentOrNull, text } from '../http.ts'

export const shopFields = z.strictObject({
  name: text(50),
  address: text(200),
  phone: text(20),
  notice: text(200),
  packingFeeFen: fen,
  deliveryFeeFen: fen,
  minimumOrderFen: fen,
})

export const paceFields = z.strictObject({
  preparationMinutes: z.int().min(0).max(240),
  deliveryMinutes: z.int().min(0).max(240),
  slotCapacity: z.int().min(0).max(9999),
})

export const shopShape = z
  .strictObject({
    ...shopFields.shape,
    ...paceFields.shape,
    id: z.string(),
    open: z.boolean(),
    openNow: z.boolean(),
    opensAt: z.string().nullable(),
    closesAt: z.string().nullable(),
    busyMinutes: z.int(),
    busyUntil: z.string().nullable(),
    timeZone: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Shop' })

/** Millionths of a degree; GCJ-02 in mainland China, else WGS-84. */
export const locationShape = z.strictObject({
  latitudeE6: z.int().min(-90_000_000).max(90_000_000),
  longitudeE6: z.int().min(-180_000_000).max(180_000_000),
})

const areaShape = z.strictObject({
  name: text(20),
  shape: z.union([
    z.strictObject({ circle: z.strictObject({ center: locationShape, radiusM: z.int() }) }),
    z.strictObject({ polygon: z.array(locationShape).max(50) }),
  ]),
  feeFen: fen,
  minimumOrderFen: fen,
  deliveryMinutes: z.int().min(0).max(240),
  steps: z
    .array(z.strictObject({ beyondM: z.int(), feeFen: fen }))
    .max(10)
    .default([]),
})

export const areasShape = z.strictObject({
  location: locationShape.nullable(),
  areas: z.array(areaShape).max(20),
  /** Whether an address that is not on the map is served too, at the flat fee. */
  takesUnlocated: z.boolean().default(false),
})

export function shapeShop(shop: PlainOf<typeof ShopSchema>) {
  const { opensAt, closesAt, busyUntil } = shop
  const moments = { opensAt: momentOrNull(opensAt), closesAt: momentOrNull(closesAt) }
  return { ...shop, ...moments, busyUntil: momentOrNull(busyUntil) }
}

export function shapeAreas({ location, areas, takesUnlocated }: PlainOf<typeof ShopAreasSchema>) {
  return { location: location ?? null, areas: areas.map(shapeArea), takesUnlocated }
}

function shapeArea({ circle, polygon, ...area }: PlainOf<typeof AreaSchema>) {
  if (!circle) return { ...area, shape: { polygon } }
  assert(circle.center, 'a circle has a center')
  return { ...area, shape: { circle: { center: circle.center, radiusM: circle.radiusM } } }
}

export function areasMessage({ location, areas, takesUnlocated }: z.infer<typeof areasShape>) {
  return {
    location: location ?? undefined,
    areas: areas.map(({ shape, ...area }) => ({ ...area, ...shape })),
    takesUnlocated,
  }
}
