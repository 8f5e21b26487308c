import type { Area, FeeStep, ShopAreas } from './delivery.ts'
import { check, checkDistinct, checkFen, checkName, checkWhole } from './fields.ts'
import type { Location } from './geometry.ts'

export const areasMax = 20
export const pointsMax = 50
export const stepsMax = 10
export const reachM = 50_000

export function checkAreas({ location, areas, takesUnlocated }: ShopAreas): ShopAreas {
  if (location) checkLocation('location', location)
  checkWhole('areas', areas.length, 0, areasMax)
  checkDistinct('areas', areas)
  for (const area of areas) checkArea(area)
  const isMeasured = areas.some(({ steps }) => steps.length > 0)
  check(!isMeasured || location !== null, 'location', 'where the shop stands, for fees by distance')
  return { location, areas, takesUnlocated }
}

function checkArea(area: Area): void {
  checkName('areas', area.name, 1, 20)
  checkFen('areas', area.feeFen, 0)
  checkFen('areas', area.minimumOrderFen, 0)
  checkWhole('areas', area.deliveryMinutes, 0, 240)
  checkShape(area.shape)
  checkSteps(area.steps)
}

function checkShape(shape: Area['shape']): void {
  if ('circle' in shape) {
    checkLocation('areas', shape.circle.center)
    checkWhole('areas', shape.circle.radiusM, 50, reachM)
    return
  }
  const points = shape.polygon
  check(points.length >= 3 && points.length <= pointsMax, 'areas', `a polygon of 3 to ${pointsMax} points`)
  for (const point of points) checkLocation('areas', point)
}

function checkSteps(steps: readonly FeeStep[]): void {
  checkWhole('areas', steps.length, 0, stepsMax)
  let before = 0
  for (const { beyondM, feeFen } of steps) {
    checkWhole('areas', beyondM, before + 1, reachM)
    checkFen('areas', feeFen, 0)
    before = beyondM
  }
}

function checkLocation(field: string, { latitudeE6, longitudeE6 }: Location): void {
  checkWhole(field, latitudeE6, -90_000_000, 90_000_000)
  checkWhole(field, longitudeE6, -180_000_000, 180_000_000)
}
