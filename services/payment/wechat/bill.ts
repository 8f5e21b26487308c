import { sha1Hex } from '#kit/crypto/crypto.ts'
import { instantOf } from '#kit/http/instants.ts'
import type { BillRow } from '../domain/reconciliation.ts'
import { expected, unavailable, type WechatApi } from './api.ts'
import { billAnswer } from './messages.ts'

/** What the provider says while a day has no bill, or not yet. */
const absent: ReadonlySet<string> = new Set(['NOSTATEMENTEXIST', 'STATEMENTCREATING'])

/** Downloads and reads the bill of a day; null where there is none (yet). */
export async function readBill(api: WechatApi, day: string): Promise<readonly BillRow[] | null> {
  const answer = await api.call('GET', `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`)
  if (answer.kind === 'refused' && absent.has(answer.code)) return null
  const { download_url: address, hash_value: hash } = expected(billAnswer, answer)
  const { pathname, search } = new URL(address)
  const file = await api.download(`${pathname}${search}`)
  if (sha1Hex(file) !== hash.toLowerCase())
    throw unavailable('the bill is not the one that was announced', false)
  return parseBill(new TextDecoder().decode(file))
}

/** Reads the lines between the names of the columns and the totals; every value begins with a backtick. */
export function parseBill(text: string): readonly BillRow[] {
  const [head = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const columns = head.split(',')
  const end = lines.findIndex((line) => line.startsWith('总'))
  if (end < 0) throw unavailable('the bill has no end', false)
  return lines.slice(0, end).map((line) => {
    const cells = line.slice(1).split(',`')
    return rowOf(new Map(columns.map((column, at) => [column, cells[at] ?? ''])))
  })
}

function rowOf(cells: ReadonlyMap<string, string>): BillRow {
  const cell = (name: string) => cells.get(name) ?? ''
  const at = instantOf(`${cell('交易时间').replace(' ', 'T')}+08:00`)
  const attemptId = cell('商户订单号')
  if (cell('交易状态') === 'REFUND') {
    const state = cell('退款状态')
    return {
      kind: 'refund',
      attemptId,
      refundId: cell('商户退款单号'),
      amountFen: scaled(cell('申请退款金额'), 2),
      state: state === 'SUCCESS' || state === 'PROCESSING' ? state : 'ABNORMAL',
      refundedAt: at,
    }
  }
  const payment = {
    attemptId,
    transaction: cell('微信订单号'),
    mchid: cell('商户号'),
    appid: cell('公众账号ID'),
    currency: cell('货币种类'),
    amountFen: scaled(cell('订单金额'), 2),
    openid: cell('用户标识'),
    paidAt: at,
  }
  return { kind: 'payment', payment, feeMilliFen: scaled(cell('手续费'), 5) }
}

/** A decimal text times a power of ten, exactly: 12.30 with 2 digits is 1230. */
function scaled(text: string, digits: number): number {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === '' || fraction.length > digits)
    throw unavailable('the bill has an amount of unknown form', false)
  return Number(`${sign}${whole}${fraction.padEnd(digits, '0')}`)
}
