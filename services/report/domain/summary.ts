import { type Counted, sumsBy, workspaceOf } from './report.ts'

/** A business day in a few figures. */
export interface Summary {
  readonly day: string
  readonly turnoverFen: number
  readonly validOrders: number
  readonly completionRate: number
  readonly newUsers: number
  readonly cancelledOrders: number
  readonly cancelledFen: number
}

export function summaryOf(day: string, tallies: readonly Counted[]): Summary {
  const { turnover, completionRate, newUsers } = workspaceOf(day, tallies)
  const cancelled = sumsBy(tallies, ({ figure, about }) => `${figure} ${about}`)('placed CANCELLED')
  return {
    ...{ day, turnoverFen: turnover.netFen, validOrders: turnover.orders, completionRate, newUsers },
    ...{ cancelledOrders: cancelled.times, cancelledFen: cancelled.fen },
  }
}
