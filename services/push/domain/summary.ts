import type { Notice } from './notice.ts'

/** How a business day of a shop went. */
export interface Summary {
  readonly day: string
  readonly turnoverFen: number
  readonly validOrders: number
  /** Of the orders placed that day; 0 to 1. */
  readonly completionRate: number
  readonly newUsers: number
  readonly cancelledOrders: number
  readonly cancelledFen: number
}

/** What the shop is told when its day is over, once a day. */
export function summaryNotice(shopId: string, summary: Summary): Notice {
  return {
    ...{ audience: `shop:${shopId}`, type: 'shop.summary', kind: 'SUMMARY' },
    ...{ onceKey: `shop.summary:${summary.day}`, payload: JSON.stringify(summary) },
  }
}
