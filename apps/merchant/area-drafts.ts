import type { ReplyOf, RequestOf } from '../web/api.ts'
import { fenOf } from '../web/money.ts'

export type Areas = ReplyOf<'getShopAreas'>
export type AreasFields = RequestOf<'setShopAreas'>['body']
export type Place = NonNullable<Areas['location']>

/** An area as somebody draws and writes it: a polygon, or a circle where there is a radius. */
export interface AreaDraft {
  name: string
  points: Place[]
  radiusM: number
  fee: string
  minimum: string
  deliveryMinutes: number
  steps: { beyondM: number; fee: string }[]
}

const inYuan = (fen: number) => (fen / 100).toFixed(2)

export function draftsOf({ areas }: Areas): AreaDraft[] {
  return areas.map(({ name, shape, feeFen, minimumOrderFen, deliveryMinutes, steps }) => ({
    name,
    points: 'circle' in shape ? [shape.circle.center] : [...shape.polygon],
    radiusM: 'circle' in shape ? shape.circle.radiusM : 0,
    fee: inYuan(feeFen),
    minimum: inYuan(minimumOrderFen),
    deliveryMinutes,
    steps: steps.map(({ beyondM, feeFen: fen }) => ({ beyondM, fee: inYuan(fen) })),
  }))
}

export const isCircle = ({ radiusM }: AreaDraft) => radiusM > 0

/** What is no amount is sent as one that is refused by its name. */
export function fieldsOf(
  location: Place | null,
  drafts: readonly AreaDraft[],
  takesUnlocated: boolean,
): AreasFields {
  const fen = (text: string) => fenOf(text) ?? -1
  const areas = drafts.map((draft) => ({
    name: draft.name,
    shape: isCircle(draft)
      ? { circle: { center: draft.points[0] ?? { latitudeE6: 0, longitudeE6: 0 }, radiusM: draft.radiusM } }
      : { polygon: draft.points },
    feeFen: fen(draft.fee),
    minimumOrderFen: fen(draft.minimum),
    deliveryMinutes: draft.deliveryMinutes,
    steps: draft.steps.map(({ beyondM, fee }) => ({ beyondM, feeFen: fen(fee) })),
  }))
  return { location, areas, takesUnlocated }
}
