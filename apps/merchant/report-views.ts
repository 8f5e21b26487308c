import type {
  BusinessReport,
  CategoriesReport,
  ChannelsReport,
  HoursReport,
  OrdersReport,
  TopItemsReport,
  TurnoverReport,
  UsersReport,
} from '../web/gen/operations.ts'
import { type ChartPlan, inYuan, overDays, ranked } from './charts.ts'

/** What a report shows: as a drawing where there is one, and as a table always. */
export interface ReportView {
  readonly title: string
  readonly plan: ChartPlan | null
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Whether anything has happened at all. */
  readonly isEmpty: boolean
}

/** The words and the money of the language of the moment. */
export interface Speech {
  readonly t: (place: string) => string
  readonly amount: (fen: number) => string
}

const count = String

export function turnoverView({ t, amount }: Speech, days: TurnoverReport['days']): ReportView {
  return {
    title: t('reports.turnover'),
    plan: overDays(days, [
      { name: t('reports.net'), value: ({ netFen }) => inYuan(netFen) },
      { name: t('reports.refunded'), value: ({ refundedFen }) => inYuan(refundedFen) },
    ]),
    head: [t('reports.day'), t('reports.gross'), t('reports.refunded'), t('reports.net')],
    rows: days.map((day) => [day.day, amount(day.grossFen), amount(day.refundedFen), amount(day.netFen)]),
    isEmpty: days.every(({ grossFen, refundedFen }) => grossFen === 0 && refundedFen === 0),
  }
}

export function ordersView({ t }: Speech, days: OrdersReport['days']): ReportView {
  return {
    title: t('reports.orders'),
    plan: overDays(days, [
      { name: t('reports.placed'), value: ({ placed }) => placed },
      { name: t('reports.completed'), value: ({ completed }) => completed },
      { name: t('reports.cancelled'), value: ({ cancelled }) => cancelled },
    ]),
    head: [t('reports.day'), t('reports.placed'), t('reports.completed'), t('reports.cancelled')],
    rows: days.map((day) => [day.day, count(day.placed), count(day.completed), count(day.cancelled)]),
    isEmpty: days.every(({ placed, completed, cancelled }) => placed + completed + cancelled === 0),
  }
}

export function usersView({ t }: Speech, days: UsersReport['days']): ReportView {
  return {
    title: t('reports.users'),
    plan: overDays(days, [
      { name: t('reports.registered'), value: ({ registered }) => registered },
      { name: t('reports.total'), value: ({ total }) => total },
    ]),
    head: [t('reports.day'), t('reports.registered'), t('reports.total')],
    rows: days.map((day) => [day.day, count(day.registered), count(day.total)]),
    isEmpty: days.every(({ total }) => total === 0),
  }
}

export function topView({ t, amount }: Speech, items: TopItemsReport['items']): ReportView {
  return {
    title: t('reports.top'),
    plan: ranked(items, t('reports.quantity')),
    head: [t('items.name'), t('reports.quantity'), t('reports.amount')],
    rows: items.map((item) => [item.name, count(item.quantity), amount(item.amountFen)]),
    isEmpty: items.length === 0,
  }
}

export function hoursView({ t, amount }: Speech, hours: HoursReport['hours']): ReportView {
  return {
    title: t('reports.hours'),
    plan: {
      kind: 'bar',
      names: hours.map(({ hour }) => count(hour)),
      series: [{ name: t('reports.orders'), values: hours.map(({ orders }) => orders) }],
    },
    head: [t('reports.hour'), t('reports.orders'), t('reports.gross')],
    rows: hours.map((one) => [count(one.hour), count(one.orders), amount(one.grossFen)]),
    isEmpty: hours.every(({ orders }) => orders === 0),
  }
}

export function categoriesView({ t, amount }: Speech, found: CategoriesReport['categories']): ReportView {
  return {
    title: t('reports.categories'),
    plan: ranked(found, t('reports.quantity')),
    head: [t('items.category'), t('reports.quantity'), t('reports.amount')],
    rows: found.map((one) => [one.name, count(one.quantity), amount(one.amountFen)]),
    isEmpty: found.length === 0,
  }
}

export function channelsView({ t, amount }: Speech, found: ChannelsReport['channels']): ReportView {
  return {
    title: t('reports.channels'),
    plan: null,
    head: [t('reports.channels'), t('reports.orders'), t('reports.gross')],
    rows: found.map((one) => [t(`reports.channel.${one.channel}`), count(one.orders), amount(one.grossFen)]),
    isEmpty: found.every(({ orders }) => orders === 0),
  }
}

export const percent = (share: number) => `${Math.round(share * 100)}%`

export function businessView({ t, amount }: Speech, days: BusinessReport['days']): ReportView {
  const words = ['day', 'placed', 'completed', 'turnover', 'completionRate', 'unitPrice', 'newUsers'] as const
  return {
    title: t('reports.businessDays'),
    plan: null,
    head: words.map((word) => t(`reports.${word}`)),
    rows: days.map((day) => [
      ...[day.day, count(day.orders), count(day.completed), amount(day.turnoverFen)],
      ...[percent(day.completionRate), amount(day.unitPriceFen), count(day.newUsers)],
    ]),
    isEmpty: days.every(({ orders }) => orders === 0),
  }
}
