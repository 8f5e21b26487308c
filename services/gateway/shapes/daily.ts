import type {
  OrdersDaySchema,
  TurnoverDaySchema,
  UsersDaySchema,
} from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'

/** The three reports of one period, each with an entry for every day. */
export interface Daily {
  readonly turnover: readonly PlainOf<typeof TurnoverDaySchema>[]
  readonly orders: readonly PlainOf<typeof OrdersDaySchema>[]
  readonly users: readonly PlainOf<typeof UsersDaySchema>[]
}

const headings = {
  zh: [
    ...['日期', '完成订单数', '营业额(元)', '退款(元)', '净营业额(元)'],
    ...['下单数', '其中已完成', '其中已取消', '新增用户', '用户总数'],
  ],
  en: [
    ...['day', 'completed orders', 'gross (CNY)', 'refunded (CNY)', 'net (CNY)'],
    ...['placed', 'of them completed', 'of them cancelled', 'new users', 'users'],
  ],
} as const

/** Makes Excel read the file as UTF-8. */
const byteOrderMark = '\uFEFF'

/** CSV (RFC 4180); days and numbers need no quotes. */
export function csvOfDays({ turnover, orders, users }: Daily, language: keyof typeof headings): string {
  const rows = turnover.map(({ day, orders: sold, grossFen, refundedFen, netFen }, at) => {
    const { placed = 0, completed = 0, cancelled = 0 } = orders[at] ?? {}
    const { registered = 0, total = 0 } = users[at] ?? {}
    const money = [grossFen, refundedFen, netFen].map(yuan)
    return [day, sold, ...money, placed, completed, cancelled, registered, total].join(',')
  })
  return `${byteOrderMark}${[headings[language].join(','), ...rows].join('\r\n')}\r\n`
}

const yuan = (fen: number) => (fen / 100).toFixed(2)
