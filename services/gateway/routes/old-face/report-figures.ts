import type { Clients } from '../../clients.ts'
import { yuanOf } from './wire.ts'

/** What the old pages tell of a day, or of all days together. */
export interface Figure {
  /** yuan */
  readonly turnover: number
  readonly completed: number
  readonly placed: number
  /** 0 to 1 */
  readonly completionRate: number
  /** yuan for each completed order */
  readonly unitPrice: number
  readonly newUsers: number
}

export interface Figures {
  readonly days: readonly (Figure & { readonly day: string })[]
  readonly whole: Figure
}

type Asked = { readonly shopId: string; readonly from: string; readonly to: string }
type Counted = { readonly grossFen: number } & Pick<Figure, 'completed' | 'placed' | 'newUsers'>

/** Three reports of one period, day by day and together. */
export async function figuresOf(report: Clients['report'], asked: Asked): Promise<Figures> {
  const [turnover, orders, users] = await Promise.all([
    report.getTurnover(asked),
    report.getOrders(asked),
    report.getUsers(asked),
  ])
  const counted = turnover.days.map(({ day, grossFen }, at) => ({
    day,
    grossFen,
    completed: orders.days[at]?.completed ?? 0,
    placed: orders.days[at]?.placed ?? 0,
    newUsers: users.days[at]?.registered ?? 0,
  }))
  const days = counted.map(({ day, ...rest }) => ({ day, ...figureOf(rest) }))
  return { days, whole: figureOf(sumOfDays(counted)) }
}

function figureOf({ grossFen, completed, placed, newUsers }: Counted): Figure {
  return {
    turnover: yuanOf(grossFen),
    completed,
    placed,
    completionRate: rateOf(completed, placed),
    unitPrice: yuanOf(rateOf(grossFen, completed)),
    newUsers,
  }
}

function sumOfDays(days: readonly Counted[]): Counted {
  return {
    grossFen: sumOf(days.map((each) => each.grossFen)),
    completed: sumOf(days.map((each) => each.completed)),
    placed: sumOf(days.map((each) => each.placed)),
    newUsers: sumOf(days.map((each) => each.newUsers)),
  }
}

export const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
/** A part of a whole, 0 of none. */
export const rateOf = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
