import type { Random } from '#kit/random.ts'

/** How an order of the past ends, or how far one of today has come. */
export type Fate =
  | 'completed'
  | 'rejected'
  | 'cancelled before paying'
  | 'cancelled after paying'
  | 'cancelled by the shop'
  | 'never paid'
  | 'pending'
  | 'paid'
  | 'accepted'
  | 'delivering'

/** One order to be played: who, what, when, and how it ends. */
export interface PlannedOrder {
  readonly at: number
  /** Index of the customer. */
  readonly customer: number
  /** Index of the item on the menu and how many of it. */
  readonly picks: readonly { readonly item: number; readonly quantity: number }[]
  readonly fate: Fate
  /** How long beforehand it is ordered; 0: it is wanted as soon as possible. */
  readonly aheadMs: number
}

export interface MonthPlan {
  /** End of the month: nothing happens after it. */
  readonly now: number
  readonly days: number
  readonly customers: number
  readonly items: number
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const shanghaiOffset = 8 * hour

/** Of a hundred orders of the past; the rest are completed. */
const pastFates: readonly (readonly [Fate, number])[] = [
  ['never paid', 5],
  ['cancelled before paying', 3],
  ['cancelled after paying', 3],
  ['rejected', 3],
  ['cancelled by the shop', 1],
]

/** What stands on the board when somebody opens the demo, and for how many minutes. */
const today: readonly (readonly [Fate, number])[] = [
  ['delivering', 34],
  ['delivering', 27],
  ['accepted', 21],
  ['accepted', 16],
  ['paid', 9],
  ['paid', 6],
  ['paid', 3],
  ['pending', 4],
  ['pending', 1],
]

/** A month of orders with lunch and dinner peaks, the same for the same random source, in order of time. */
export function planMonth(random: Random, plan: MonthPlan): readonly PlannedOrder[] {
  const past = Array.from({ length: plan.days }, (_, back) => pastDay(random, plan, plan.days - back)).flat()
  const board = today.map(([fate, minutesAgo]) => order(random, plan, plan.now - minutesAgo * minute, fate))
  return [...past, ...board].sort((a, b) => a.at - b.at)
}

/** A finished day, the n-th before today. */
function pastDay(random: Random, plan: MonthPlan, n: number): readonly PlannedOrder[] {
  const midnight = Math.floor((plan.now + shanghaiOffset) / day) * day - shanghaiOffset - n * day
  const busy = 6 + random.below(5)
  const times = Array.from({ length: busy }, () => midnight + mealtime(random)).filter(
    (at) => at < plan.now - 12 * hour,
  )
  return times.map((at) => order(random, plan, at, pastFate(random)))
}

/** Most people eat at noon, many in the evening, a few in between. */
function mealtime(random: Random): number {
  const spread = (from: number, minutes: number) =>
    from * hour + random.below(minutes) * minute + random.below(60_000)
  const turn = random.below(10)
  if (turn < 5) return spread(11, 130)
  return turn < 9 ? spread(17, 160) : spread(14, 150)
}

function pastFate(random: Random): Fate {
  let drawn = random.below(100)
  for (const [fate, share] of pastFates) {
    if (drawn < share) return fate
    drawn -= share
  }
  return 'completed'
}

function order(random: Random, plan: MonthPlan, at: number, fate: Fate): PlannedOrder {
  // The menu comes dearest first: one thing to be full of, then whatever goes with it.
  const picks = new Map([[random.below(Math.ceil(plan.items / 2)), 1]])
  for (let more = 1 + random.below(3); more > 0; more--)
    picks.set(random.below(plan.items), 1 + random.below(2))
  return {
    at,
    customer: random.below(plan.customers),
    picks: [...picks].map(([item, quantity]) => ({ item, quantity })),
    fate,
    aheadMs: random.below(6) === 0 ? 90 * minute : 0,
  }
}
