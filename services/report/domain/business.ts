import { type Counted, sumsBy } from './report.ts'

/** What was ordered on a day, whenever it was completed. */
export interface BusinessDay {
  readonly day: string
  readonly orders: number
  readonly completed: number
  readonly turnoverFen: number
  readonly completionRate: number
  readonly unitPriceFen: number
  readonly newUsers: number
  readonly totalUsers: number
}

export interface Business {
  readonly days: readonly BusinessDay[]
  readonly overall: BusinessDay
}

type Counts = Pick<BusinessDay, 'day' | 'orders' | 'completed' | 'turnoverFen' | 'newUsers' | 'totalUsers'>

/** Of orders placed and customers registered; `before`: how many there were before the first day. */
export function businessOf(days: readonly string[], tallies: readonly Counted[], before: number): Business {
  const of = sumsBy(tallies, ({ figure, day }) => `${figure} ${day}`)
  const standing = sumsBy(tallies, ({ figure, day, about }) => `${figure} ${day} ${about}`)
  let totalUsers = before
  const counted = days.map((day): Counts => {
    const { times: completed, fen: turnoverFen } = standing(`placed ${day} COMPLETED`)
    const newUsers = of(`registered ${day}`).times
    totalUsers += newUsers - of(`left ${day}`).times
    return { day, orders: of(`placed ${day}`).times, completed, turnoverFen, newUsers, totalUsers }
  })
  return { days: counted.map(withRates), overall: withRates(summed(counted, totalUsers)) }
}

function summed(days: readonly Counts[], totalUsers: number): Counts {
  const sum = (part: (day: Counts) => number) => days.reduce((total, day) => total + part(day), 0)
  return {
    ...{ day: '', totalUsers },
    orders: sum(({ orders }) => orders),
    completed: sum(({ completed }) => completed),
    turnoverFen: sum(({ turnoverFen }) => turnoverFen),
    newUsers: sum(({ newUsers }) => newUsers),
  }
}

function withRates(counts: Counts): BusinessDay {
  const { orders, completed, turnoverFen } = counts
  return {
    ...counts,
    completionRate: orders === 0 ? 0 : completed / orders,
    unitPriceFen: completed === 0 ? 0 : Math.round(turnoverFen / completed),
  }
}
