import type { Channel, State } from './fact.ts'
import type { Tally } from './tally.ts'

/** Times and fen of a part of what was counted. */
export interface Sum {
  readonly times: number
  readonly fen: number
}

export interface TurnoverDay {
  readonly day: string
  readonly orders: number
  readonly grossFen: number
  readonly refundedFen: number
  readonly netFen: number
}

export interface OrdersDay {
  readonly day: string
  readonly placed: number
  readonly completed: number
  readonly cancelled: number
}

export interface UsersDay {
  readonly day: string
  readonly registered: number
  readonly total: number
}

export interface HourShare {
  readonly hour: number
  readonly orders: number
  readonly grossFen: number
}

export interface ChannelShare {
  readonly channel: Channel
  readonly orders: number
  readonly grossFen: number
}

export type Counted = Pick<Tally, 'figure' | 'day' | 'about' | 'times' | 'fen'>

/** Sums by any part of a tally. */
export function sumsBy(tallies: readonly Counted[], part: (tally: Counted) => string): (key: string) => Sum {
  const sums = new Map<string, Sum>()
  for (const tally of tallies) {
    const { times, fen } = sums.get(part(tally)) ?? none
    sums.set(part(tally), { times: times + tally.times, fen: fen + tally.fen })
  }
  return (key) => sums.get(key) ?? none
}

const none: Sum = { times: 0, fen: 0 }

export function turnoverDays(days: readonly string[], tallies: readonly Counted[]): readonly TurnoverDay[] {
  const sum = sumsBy(tallies, ({ figure, day }) => `${figure} ${day}`)
  return days.map((day) => {
    const { times: orders, fen: grossFen } = sum(`turnover ${day}`)
    const refundedFen = sum(`refunded ${day}`).fen
    return { day, orders, grossFen, refundedFen, netFen: grossFen - refundedFen }
  })
}

export function ordersDays(days: readonly string[], tallies: readonly Counted[]): readonly OrdersDay[] {
  const inAll = sumsBy(tallies, ({ day }) => day)
  const standing = sumsBy(tallies, ({ day, about }) => `${day} ${about}`)
  const become = (day: string, state: State) => standing(`${day} ${state}`).times
  return days.map((day) => ({
    day,
    placed: inAll(day).times,
    completed: become(day, 'COMPLETED'),
    cancelled: become(day, 'CANCELLED'),
  }))
}

/** `before`: how many there were before the first day. */
export function usersDays(
  days: readonly string[],
  tallies: readonly Counted[],
  before: number,
): readonly UsersDay[] {
  const sum = sumsBy(tallies, ({ figure, day }) => `${figure} ${day}`)
  let total = before
  return days.map((day) => {
    const registered = sum(`registered ${day}`).times
    total += registered - sum(`left ${day}`).times
    return { day, registered, total }
  })
}

export function hourShares(tallies: readonly Counted[]): readonly HourShare[] {
  const sum = sumsBy(tallies, ({ about }) => about)
  return Array.from({ length: 24 }, (_, hour) => {
    const { times: orders, fen: grossFen } = sum(String(hour))
    return { hour, orders, grossFen }
  })
}

const channels: readonly Channel[] = ['WECHAT_JSAPI', 'WECHAT_H5', 'UNSPECIFIED']

/** Every channel there is; what cannot be told only where there is some. */
export function channelShares(tallies: readonly Counted[]): readonly ChannelShare[] {
  const sum = sumsBy(tallies, ({ about }) => about)
  const shares = channels.map((channel) => {
    const { times: orders, fen: grossFen } = sum(channel)
    return { channel, orders, grossFen }
  })
  return shares.filter(({ channel, orders }) => channel !== 'UNSPECIFIED' || orders > 0)
}

export interface Workspace {
  readonly turnover: TurnoverDay
  readonly unitPriceFen: number
  readonly completionRate: number
  readonly newUsers: number
  readonly orders: StateCounts
}

export interface StateCounts {
  readonly placed: number
  readonly pending: number
  readonly paid: number
  readonly accepted: number
  readonly delivering: number
  readonly completed: number
  readonly cancelled: number
}

/** The business day that is under way, of all that was counted on it. */
export function workspaceOf(day: string, tallies: readonly Counted[]): Workspace {
  const turnover = onlyDay(turnoverDays([day], tallies))
  const orders = stateCounts(tallies.filter(({ figure }) => figure === 'placed'))
  const registered = sumsBy(tallies, ({ figure }) => figure)('registered').times
  return {
    turnover,
    unitPriceFen: turnover.orders === 0 ? 0 : Math.round(turnover.grossFen / turnover.orders),
    completionRate: orders.placed === 0 ? 0 : orders.completed / orders.placed,
    newUsers: registered,
    orders,
  }
}

/** The same for those who do not see money: how many orders stand where. */
export function withoutMoney(workspace: Workspace): Workspace {
  return { ...workspace, turnover: onlyDay([]), unitPriceFen: 0 }
}

function onlyDay([day]: readonly TurnoverDay[]): TurnoverDay {
  return day ?? { day: '', orders: 0, grossFen: 0, refundedFen: 0, netFen: 0 }
}

function stateCounts(tallies: readonly Counted[]): StateCounts {
  const sum = sumsBy(tallies, ({ about }) => about)
  const count = (state: State) => sum(state).times
  return {
    placed: sumsBy(tallies, () => '')('').times,
    pending: count('PENDING'),
    paid: count('PAID'),
    accepted: count('ACCEPTED'),
    delivering: count('DELIVERING'),
    completed: count('COMPLETED'),
    cancelled: count('CANCELLED'),
  }
}
