import { createHash } from 'node:crypto'
import type { Refund, Trade } from './books.ts'
import { json, type Route } from './http.ts'
import { Refusal, timeText } from './wire.ts'
import type { World } from './world.ts'

/** One line of a bill, by the names of its columns. */
export type BillRow = Readonly<Record<string, string>>

/** Falsifies a bill before it is written out: for tests of the comparison. */
export type Falsify = (rows: readonly BillRow[], day: string) => readonly BillRow[]

const columns =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const totals = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const feePerMille = 6
const dayMs = 86_400_000

/** The bill of one day: where it is, and the file itself. */
export function billRoutes(world: World, falsify: () => Falsify): readonly Route[] {
  const file = (day: string) => billText(falsify()(billRows(world, day), day))
  return [
    {
      method: 'GET',
      path: '/v3/bill/tradebill',
      handle: ({ url }) => {
        const day = requireDay(world, url.searchParams.get('bill_date') ?? '')
        const hash_value = createHash('sha1').update(file(day)).digest('hex')
        const download_url = `${world.address}/v3/billdownload/file?token=${day}`
        return json(200, { hash_type: 'SHA1', hash_value, download_url })
      },
    },
    {
      method: 'GET',
      path: '/v3/billdownload/file',
      isFile: true,
      handle: ({ url }) => {
        const day = requireDay(world, url.searchParams.get('token') ?? '')
        return { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: file(day) }
      },
    },
  ]
}

function requireDay(world: World, day: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Refusal(400, 'PARAM_ERROR', 'bill_date格式错误')
  if (startOf(day) > world.clock.now()) throw new Refusal(400, 'NO_STATEMENT_EXIST', '请求的账单文件不存在')
  return day
}

const startOf = (day: string) => Date.parse(`${day}T00:00:00+08:00`)

function billRows(world: World, day: string): readonly BillRow[] {
  const [from, to] = [startOf(day), startOf(day) + dayMs]
  const trades = world.books.all<Trade>('SELECT * FROM trade WHERE paidAt >= ? AND paidAt < ?', from, to)
  const refunds = world.books.all<Trade & Refund>(
    `SELECT t.*, r.* FROM refund r JOIN trade t ON t.outTradeNo = r.outTradeNo
     WHERE r.status = 'SUCCESS' AND r.finishedAt >= ? AND r.finishedAt < ?`,
    from,
    to,
  )
  return [
    ...trades.map((trade) => rowOf(world, trade, trade.paidAt ?? 0, paymentCells(trade))),
    ...refunds.map((refund) => rowOf(world, refund, refund.finishedAt ?? 0, refundCells(refund))),
  ]
}

function rowOf(world: World, trade: Trade, at: number, cells: BillRow): BillRow {
  return {
    交易时间: timeText(at).slice(0, 19).replace('T', ' '),
    公众账号ID: world.keys.appid,
    商户号: world.keys.mchid,
    特约商户号: '0',
    微信订单号: trade.transactionId ?? '',
    商户订单号: trade.outTradeNo,
    用户标识: trade.openid,
    交易类型: trade.tradeType,
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    商品名称: trade.description.replaceAll(/[,\r\n`]/g, ' '),
    费率: `${(feePerMille / 10).toFixed(2)}%`,
    ...cells,
  }
}

const yuan = (fen: number) => (fen / 100).toFixed(2)
const fee = (fen: number) => ((fen * feePerMille) / 100_000).toFixed(5)

const paymentCells = ({ totalFen }: Trade): BillRow => ({
  交易状态: 'SUCCESS',
  应结订单金额: yuan(totalFen),
  代金券金额: '0.00',
  微信退款单号: '0',
  商户退款单号: '0',
  退款金额: '0.00',
  充值券退款金额: '0.00',
  手续费: fee(totalFen),
  订单金额: yuan(totalFen),
  申请退款金额: '0.00',
})

const refundCells = ({ refundId, outRefundNo, amountFen }: Refund): BillRow => ({
  交易状态: 'REFUND',
  应结订单金额: '0.00',
  代金券金额: '0.00',
  微信退款单号: refundId,
  商户退款单号: outRefundNo,
  退款金额: yuan(amountFen),
  充值券退款金额: '0.00',
  退款类型: 'ORIGINAL',
  退款状态: 'SUCCESS',
  手续费: `-${fee(amountFen)}`,
  订单金额: '0.00',
  申请退款金额: yuan(amountFen),
})

function billText(rows: readonly BillRow[]): string {
  const lines = rows.map((row) =>
    columns
      .split(',')
      .map((column) => `\`${row[column] ?? ''}`)
      .join(','),
  )
  const sum = (column: string, digits: number) =>
    rows.reduce((total, row) => total + Number(row[column] ?? 0), 0).toFixed(digits)
  const money = ['应结订单金额', '退款金额', '充值券退款金额'].map((column) => sum(column, 2))
  const last = [rows.length, ...money, sum('手续费', 5), sum('订单金额', 2), sum('申请退款金额', 2)]
  return [`\ufeff${columns}`, ...lines, totals, last.map((value) => `\`${value}`).join(','), ''].join('\r\n')
}
