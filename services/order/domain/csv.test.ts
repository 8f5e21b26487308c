import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from './csv.ts'
import type { ExportRow } from './export.ts'

const row: ExportRow = {
  id: '01',
  number: '261123-7K3M9QPX',
  createdAt: Date.UTC(2026, 10, 23, 10, 30, 5),
  state: 'COMPLETED',
  amountFen: 3805,
  phone: '13812345678',
  address: '北京市海淀区',
  lines: [
    { name: '米饭', quantity: 2 },
    { name: '鱼', quantity: 1 },
  ],
  remark: '',
}
const form = { language: 'zh', timeZone: 'Asia/Shanghai', isFirst: false } as const

test('an order is one line: number, local time, state, yuan, masked phone, address, lines, remark', () => {
  const line = '261123-7K3M9QPX,2026-11-23 18:30:05,已完成,38.05,138****5678,北京市海淀区,米饭 ×2; 鱼 ×1,\r\n'
  assert.equal(csvOf([row], form), line)
  assert.match(csvOf([row], { ...form, language: 'en', timeZone: 'UTC' }), /,2026-11-23 10:30:05,completed,/)
})

test('a file begins with a byte order mark and the headings, once', () => {
  const begun = csvOf([row], { ...form, isFirst: true })
  assert.ok(begun.startsWith('\ufeff订单号,下单时间,状态,金额（元）,顾客电话,地址,明细,备注\r\n'))
  assert.equal(csvOf([], { ...form, isFirst: true }).split('\r\n').length, 2)
  assert.equal(csvOf([], form), '')
})

test('what a customer writes is a text, never a formula and never another cell or line', () => {
  const written = (remark: string) => csvOf([{ ...row, remark }], form).split('鱼 ×1,')[1]
  assert.equal(written('=HYPERLINK("http://evil")'), `"'=HYPERLINK(""http://evil"")"\r\n`)
  for (const sign of ['=', '+', '-', '@', '＝', '＠']) assert.equal(written(`${sign}1`), `'${sign}1\r\n`)
  assert.equal(written(' =1'), `' =1\r\n`)
  assert.equal(written('\t=1'), `'\t=1\r\n`)
  assert.equal(written('少辣,多饭'), '"少辣,多饭"\r\n')
  assert.equal(written('一\n二'), '"一\n二"\r\n')
  assert.equal(written('5-6 人'), '5-6 人\r\n')
})

test('money is exact and short phone numbers show nothing', () => {
  const first = (changes: Partial<ExportRow>) => csvOf([{ ...row, ...changes }], form).split(',')
  assert.equal(first({ amountFen: 5 })[3], '0.05')
  assert.equal(first({ amountFen: 100_000_000 })[3], '1000000.00')
  assert.equal(first({ phone: '1234567' })[4], '*******')
})
