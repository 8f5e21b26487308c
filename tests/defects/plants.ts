import type { Plant } from './plant.ts'
import { plantsOfData } from './plants-data.ts'
import { plantsOfMoney } from './plants-money.ts'
import { plantsOfNews } from './plants-news.ts'
import { plantsOfOrders } from './plants-orders.ts'
import { plantsOfSecurity } from './plants-security.ts'

/** Every defect that can be planted, in the order of docs/defects.md. */
export const plants: readonly Plant[] = [
  ...plantsOfMoney,
  ...plantsOfOrders,
  ...plantsOfNews,
  ...plantsOfSecurity,
  ...plantsOfData,
]
