import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { BillRow } from '../../../simulators/wechat/bill.ts'
import { openTill, type Till } from '../till.fixture.ts'
import { closeAttempt } from './close-attempt.ts'
import { followDay } from './follow-day.ts'
import { reconcileDay } from './reconcile-day.ts'
import { refundAttempt } from './refund-attempt.ts'

const day = '2026-09-21'
let till: Till
beforeEach(async () => {
  till = await openTill()
  till.wechat.switches.loseNotifications = true
})
afterEach(() => till.close())

async function prepared() {
  const { wanted, pay } = await till.prepare()
  pay()
  return wanted
}

/** An attempt that is paid on both sides. */
async function settled() {
  const wanted = await prepared()
  till.clock.advance(60_000)
  await till.fireTimers()
  return wanted
}

const found = async () =>
  (await reconcileDay(till.needs, day)).differences.map(({ kind, action }) => `${kind} ${action}`)
const falsify = (change: (row: BillRow) => BillRow) => till.wechat.falsifyBill((rows) => rows.map(change))
const wish = ({ orderId, attemptId }: { orderId: string; attemptId: string }) => ({
  orderId,
  attemptId,
  n: 1,
  amountFen: 600,
  reason: '',
})

test('a day on which all agrees has no differences', async () => {
  const order = await settled()
  await refundAttempt(till.needs, wish(order))
  const result = await reconcileDay(till.needs, day)
  assert.deepEqual(result, { day, rowsCompared: 2, differences: [] })
  assert.equal(till.errors.length, 0)
})

test('a missing callback is settled from the bill, for open and for closed attempts', async () => {
  const open = await prepared()
  till.wechat.switches.payAfterClose = true
  const { wanted: closed, pay } = await till.prepare()
  await closeAttempt(till.needs, closed)
  pay()
  assert.deepEqual(await found(), ['MISSING_CALLBACK settled', 'MISSING_CALLBACK settled'])
  assert.equal((await till.needs.store.findAttempt(open.attemptId))?.state, 'PAID')
  assert.equal((await till.needs.store.findAttempt(closed.attemptId))?.state, 'LATE')
  assert.deepEqual(await till.events(), ['PaymentSucceeded', 'PaymentLate'])
  assert.deepEqual(await found(), [])
  const kept = await till.table('recon_diff')
  assert.deepEqual(
    kept.map(({ state }) => state),
    ['DONE', 'DONE'],
  )
})

test('each planted difference about a payment is found, answered and kept once', async () => {
  await settled()
  const planted: readonly [string, (row: BillRow) => BillRow][] = [
    ['UNKNOWN_TRADE quarantined', (row) => ({ ...row, 商户订单号: 'f'.repeat(32) })],
    ['AMOUNT_DIFFERS quarantined', (row) => ({ ...row, 订单金额: '56.01' })],
    ['MERCHANT_DIFFERS raised', (row) => ({ ...row, 商户号: '1600000000' })],
    ['APP_DIFFERS raised', (row) => ({ ...row, 公众账号ID: 'wx0' })],
    ['CURRENCY_DIFFERS raised', (row) => ({ ...row, 货币种类: 'USD' })],
    ['PAYER_DIFFERS quarantined', (row) => ({ ...row, 用户标识: 'oOther' })],
    ['TRANSACTION_REUSED raised', (row) => ({ ...row, 微信订单号: '42009' })],
    ['FEE_DIFFERS raised', (row) => ({ ...row, 手续费: '0.40000' })],
  ]
  for (const [expected, change] of planted) {
    falsify(change)
    const differences = await found()
    assert.ok(differences.includes(expected), `${expected}: ${differences.join(', ')}`)
    assert.ok((await found()).includes(expected))
  }
  till.wechat.falsifyBill((rows) => rows.flatMap((row) => [row, { ...row, 微信订单号: '42009' }]))
  assert.deepEqual(await found(), ['DUPLICATE_TRANSACTION raised'])
  till.wechat.falsifyBill(() => [])
  assert.deepEqual(await found(), ['MISSING_AT_PROVIDER raised'])
  const kept = (await till.table('recon_diff')).map(({ kind }) => kind).sort()
  assert.deepEqual(
    kept,
    [...planted.map(([kind]) => kind.split(' ')[0]), 'DUPLICATE_TRANSACTION', 'MISSING_AT_PROVIDER'].sort(),
  )
  assert.equal(till.errors.length, kept.length)
})

test('each planted difference about a refund is found and answered', async () => {
  const order = await settled()
  await refundAttempt(till.needs, wish(order))
  const isRefund = (row: BillRow) => row.交易状态 === 'REFUND'
  falsify((row) => (isRefund(row) ? { ...row, 申请退款金额: '6.01' } : row))
  assert.deepEqual(await found(), ['REFUND_AMOUNT_DIFFERS quarantined'])
  till.wechat.falsifyBill((rows) => rows.filter((row) => !isRefund(row)))
  assert.deepEqual(await found(), ['REFUND_MISSING_AT_PROVIDER raised'])
})

test('a refund that failed at the provider calls a person', async () => {
  till.wechat.switches.refundAfterMs = 3_600_000
  const order = await settled()
  await refundAttempt(till.needs, wish(order))
  till.wechat.falsifyBill((rows) => [...rows, ...rows.map((row) => failedRefund(row, order.attemptId))])
  assert.deepEqual(await found(), ['REFUND_ABNORMAL raised'])
})

function failedRefund(row: BillRow, attemptId: string): BillRow {
  return {
    ...row,
    交易状态: 'REFUND',
    商户退款单号: `${attemptId}-R1`,
    申请退款金额: '6.00',
    退款状态: 'CHANGE',
  }
}

test('a refund that is behind is settled by the bill, one that never left is asked for again', async () => {
  const order = await settled()
  till.wechat.switches.refundAfterMs = 1000
  assert.equal((await refundAttempt(till.needs, wish(order))).state, 'PROCESSING')
  till.clock.advance(1000)
  assert.deepEqual(await found(), ['REFUND_BEHIND settled'])
  assert.deepEqual(await found(), [])

  till.wechat.reset()
  const other = await settled()
  till.wechat.switches.failAnswers = 'refuse'
  assert.equal((await refundAttempt(till.needs, wish(other))).state, 'REQUESTED')
  till.wechat.reset()
  assert.deepEqual(await found(), ['REFUND_MISSING settled'])
  assert.deepEqual(await found(), [])
  assert.deepEqual(
    (await till.table('refund')).map(({ state }) => state),
    ['SUCCESS', 'SUCCESS'],
  )
})

test('a refund made at the provider itself is taken over, and later ones of ours still fit', async () => {
  const order = await settled()
  const attempt = await till.needs.store.findAttempt(order.attemptId)
  assert.ok(attempt)
  const foreign = {
    id: 'by-hand-1',
    orderId: order.orderId,
    attemptId: order.attemptId,
    n: 9,
    amountFen: 600,
  }
  await till.needs.provider.refund(
    { ...foreign, reason: '', state: 'REQUESTED', createdAt: 0, refundedAt: 0 },
    attempt,
  )
  assert.deepEqual(await found(), ['UNKNOWN_REFUND settled'])
  assert.deepEqual(await found(), [])
  const [imported] = await till.table('refund')
  assert.equal(imported?.id, 'by-hand-1')
  assert.equal(imported?.n, -1)
  const tooMuch = { ...wish(order), amountFen: 5001 }
  await assert.rejects(refundAttempt(till.needs, tooMuch), { reason: 'REFUND_TOO_LARGE' })
  assert.equal((await refundAttempt(till.needs, { ...tooMuch, amountFen: 5000 })).state, 'SUCCESS')
})

test('money that the journal lost is found', async () => {
  const order = await settled()
  await till.storage.tx('lose', (tx) =>
    tx.db.deleteFrom('journal').where('ref', '=', order.attemptId).execute(),
  )
  assert.deepEqual(await found(), ['JOURNAL_DIFFERS raised'])
})

test('a bill is waited for where money came; a day without money needs none', async () => {
  await settled()
  const provider = { ...till.needs.provider, bill: async () => null }
  const isLate = (thrown: unknown) => thrown instanceof Fault && thrown.reason === 'PROVIDER_UNAVAILABLE'
  await assert.rejects(reconcileDay({ ...till.needs, provider }, day), isLate)
  assert.equal((await reconcileDay({ ...till.needs, provider }, '2026-09-20')).rowsCompared, 0)
  await assert.rejects(reconcileDay(till.needs, '2026-02-30'), { reason: 'PAYMENT_INVALID' })
})

test('money that moves has its day reconciled when the bill is there, and then the next day', async () => {
  await settled()
  const timers = async () => {
    const rows = await till.storage.tx('due', (tx) => tx.kit.selectFrom('timer').selectAll().execute())
    return rows.filter(({ kind }) => kind === 'reconcile-day').map(({ ref, due_at }) => [ref, due_at])
  }
  const tenOClock = Date.parse('2026-09-22T10:00:00+08:00')
  assert.deepEqual(await timers(), [[day, tenOClock]])
  await followDay(till.needs, day)
  assert.deepEqual(await timers(), [
    [day, tenOClock],
    ['2026-09-22', tenOClock + 86_400_000],
  ])
})
