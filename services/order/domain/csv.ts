import { masked } from './consignee.ts'
import type { ExportRow, Language } from './export.ts'
import type { State } from './transitions.ts'

export interface CsvForm {
  readonly language: Language
  /** IANA name; times are written in it. */
  readonly timeZone: string
  /** Whether this is the beginning of the file. */
  readonly isFirst: boolean
}

/** Tells Excel that what follows is UTF-8. */
const byteOrderMark = '\ufeff'

/** Orders as lines of a CSV file (RFC 4180). */
export function csvOf(rows: readonly ExportRow[], { language, timeZone, isFirst }: CsvForm): string {
  const words = dictionary[language]
  // The Swedish way to write a time is everybody's: 2026-11-23 18:30:00.
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const lines = rows.map((row) => [
    row.number,
    time.format(row.createdAt),
    words.states[row.state],
    yuan(row.amountFen),
    masked(row.phone),
    row.address,
    row.lines.map(({ name, quantity }) => `${name} ×${quantity}`).join('; '),
    row.remark,
  ])
  const heading = isFirst ? [words.heading] : []
  const text = [...heading, ...lines].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
  return isFirst ? byteOrderMark + text : text
}

/** A spreadsheet takes a text that begins like a formula for one, unless a quote stands before it. */
function cellOf(text: string): string {
  const harmless = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}

interface Words {
  readonly heading: readonly string[]
  readonly states: Readonly<Record<State, string>>
}

const dictionary: Readonly<Record<Language, Words>> = {
  zh: {
    heading: ['订单号', '下单时间', '状态', '金额（元）', '顾客电话', '地址', '明细', '备注'],
    states: {
      PLACING: '下单中',
      PENDING: '待付款',
      CLOSING: '关闭中',
      PAID: '待接单',
      ACCEPTED: '已接单',
      DELIVERING: '派送中',
      COMPLETED: '已完成',
      CANCELLED: '已取消',
    },
  },
  en: {
    heading: ['Number', 'Time', 'State', 'Amount (yuan)', 'Phone', 'Address', 'Lines', 'Remark'],
    states: {
      PLACING: 'placing',
      PENDING: 'to be paid',
      CLOSING: 'closing',
      PAID: 'paid',
      ACCEPTED: 'accepted',
      DELIVERING: 'on its way',
      COMPLETED: 'completed',
      CANCELLED: 'cancelled',
    },
  },
}
