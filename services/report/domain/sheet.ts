import { Fault } from '#kit/fault.ts'
import type { Business, BusinessDay } from './business.ts'
import type { Period } from './period.ts'

export type Language = 'zh' | 'en'

/** What a cell shows, and over how many columns. Money is yuan, a rate is 0 to 1. */
export interface Cell {
  readonly value: string | number
  readonly as: 'title' | 'heading' | 'text' | 'count' | 'money' | 'rate'
  readonly columns?: number
}

/** Rows from the first, columns from B: the first column is left free. */
export type Sheet = readonly (readonly Cell[])[]

const words = {
  zh: {
    ...{ title: '运营数据报表', overall: '概览数据', days: '明细数据', day: '日期' },
    ...{
      turnover: '营业额',
      rate: '订单完成率',
      users: '新增用户数',
      orders: '有效订单',
      price: '平均客单价',
    },
    period: ({ from, to }: Period) => `时间：${from}至${to}`,
  },
  en: {
    ...{ title: 'Business report', overall: 'Overview', days: 'Day by day', day: 'Date' },
    ...{ turnover: 'Turnover', rate: 'Completion rate', users: 'New users', orders: 'Completed orders' },
    price: 'Average order',
    period: ({ from, to }: Period) => `${from} to ${to}`,
  },
} as const

export function languageOf(given: string): Language {
  if (given === '' || given === 'zh') return 'zh'
  if (given === 'en') return 'en'
  throw new Fault('invalid', 'PERIOD_INVALID', 'the language is zh or en')
}

/** The sheet that shops have always been sent: six columns from B, an overview, and a row for each day. */
export function sheetOf({ days, overall }: Business, period: Period, language: Language): Sheet {
  const say = words[language]
  const across = (value: string, as: Cell['as']): readonly Cell[] => [{ value, as, columns: 6 }]
  const heading = (value: string): Cell => ({ value, as: 'heading' })
  const [turnover, completed, rate, price, users] = figuresOf(overall)
  return [
    across(say.title, 'title'),
    across(say.period(period), 'text'),
    across(say.overall, 'heading'),
    [heading(say.turnover), turnover, heading(say.rate), rate, heading(say.users), users],
    [heading(say.orders), completed, heading(say.price), price],
    across(say.days, 'heading'),
    [say.day, say.turnover, say.orders, say.rate, say.price, say.users].map(heading),
    ...days.map((day) => [{ value: day.day, as: 'text' } as const, ...figuresOf(day)]),
  ]
}

type Figures = readonly [turnover: Cell, completed: Cell, rate: Cell, price: Cell, users: Cell]

function figuresOf(day: BusinessDay): Figures {
  return [
    { value: day.turnoverFen / 100, as: 'money' },
    { value: day.completed, as: 'count' },
    { value: day.completionRate, as: 'rate' },
    { value: day.unitPriceFen / 100, as: 'money' },
    { value: day.newUsers, as: 'count' },
  ]
}
