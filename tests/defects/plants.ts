import type { Plant } from './plant.ts'
import { plantsOfOrders } from './plants-orders.ts'
import { plantsOfOthers } from './plants-others.ts'

/** Every defect that can be planted, in the order of docs/defects.md. */
export const plants: readonly Plant[] = [...plantsOfOrders, ...plantsOfOthers]
