import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { EgressRequest, EgressResponse } from '#kit/egress/egress.ts'
import { Fault } from '#kit/fault.ts'
import { newAttempt } from '../domain/opening.ts'
import { newRefund } from '../domain/refund.ts'
import { opening, openTill, startAt, type Till } from '../till.fixture.ts'
import { providerBehind } from './wire.fixture.ts'

let till: Till
before(async () => {
  till = await openTill()
})
afterEach(() => till.wechat.reset())
after(() => till.close())

const faults = (reason: string, unknown?: boolean) => (thrown: unknown) =>
  thrown instanceof Fault && thrown.reason === reason && (unknown === undefined || thrown.unknown === unknown)

const attempt = (change = {}) => newAttempt(opening(change), startAt)

async function paid(change = {}) {
  const made = attempt(change)
  const opened = await till.needs.provider.open(made)
  assert.ok(opened.kind === 'prepaid')
  till.wechat.pay(opened.prepayRef.split('/').at(-1) ?? '')
  return made
}

test('a JSAPI attempt is opened, signed for the phone, paid and queried', async () => {
  const made = attempt()
  const { provider } = till.needs
  const opened = await provider.open(made)
  assert.ok(opened.kind === 'prepaid')
  assert.deepEqual(await provider.open(made), opened)
  const parameters = provider.parameters({ ...made, prepayRef: opened.prepayRef })
  assert.equal(parameters.package, `prepay_id=${opened.prepayRef}`)
  assert.equal(parameters.signType, 'RSA')
  assert.equal(parameters.timeStamp, String(startAt / 1000))
  assert.deepEqual(await provider.query(made.id), { kind: 'open' })
  till.wechat.pay(opened.prepayRef)
  const trade = await provider.query(made.id)
  assert.ok(trade.kind === 'paid')
  const { transaction, ...payment } = trade.payment
  assert.match(transaction, /^\d{28}$/)
  assert.deepEqual(payment, {
    attemptId: made.id,
    mchid: till.config.mchid,
    appid: till.config.appid,
    currency: 'CNY',
    amountFen: 5600,
    openid: 'oCustomer',
    paidAt: startAt,
  })
  assert.deepEqual(await provider.open(made), { kind: 'paid' })
  assert.equal(await provider.close(made.id), 'paid')
})

test('the second signature is the one that WeChat verifies', async () => {
  const { createPublicKey, verify } = await import('node:crypto')
  const {
    appId,
    timeStamp,
    nonceStr,
    package: packed,
    paySign,
  } = till.needs.provider.parameters({ ...attempt(), prepayRef: 'wx1' })
  const message = `${appId}\n${timeStamp}\n${nonceStr}\n${packed}\n`
  const key = createPublicKey(till.config.merchantPrivateKey)
  assert.ok(verify('sha256', Buffer.from(message), key, Buffer.from(paySign, 'base64')))
  assert.equal(packed, 'prepay_id=wx1')
})

test('an H5 attempt is paid at the cashier that its address opens', async () => {
  const made = attempt({ channel: 'WECHAT_H5', openid: '' })
  const opened = await till.needs.provider.open(made)
  assert.ok(opened.kind === 'prepaid')
  assert.equal(
    till.needs.provider.parameters({ ...made, prepayRef: opened.prepayRef }).h5Url,
    opened.prepayRef,
  )
  const page = await (await fetch(opened.prepayRef)).text()
  assert.match(page, /56\.00/)
  const answer = await fetch(`${opened.prepayRef}/pay`, { method: 'POST' })
  assert.equal(((await answer.json()) as { state: string }).state, 'SUCCESS')
  assert.equal((await till.needs.provider.query(made.id)).kind, 'paid')
})

test('closing is definite: closed, closed again, never there, paid, and never opened again', async () => {
  const { provider } = till.needs
  const made = attempt()
  await provider.open(made)
  assert.equal(await provider.close(made.id), 'closed')
  assert.equal(await provider.close(made.id), 'closed')
  assert.deepEqual(await provider.query(made.id), { kind: 'closed' })
  assert.deepEqual(await provider.open(made), { kind: 'closed' })
  const unknown = attempt()
  assert.equal(await provider.close(unknown.id), 'missing')
  assert.deepEqual(await provider.query(unknown.id), { kind: 'missing' })
  assert.equal(await provider.close((await paid()).id), 'paid')
})

test('the same number with other content is refused for good', async () => {
  const made = attempt()
  await till.needs.provider.open(made)
  await assert.rejects(till.needs.provider.open({ ...made, amountFen: 1 }), faults('PROVIDER_REFUSED', false))
})

test('the provider closes what is not paid in time', async () => {
  const made = attempt({ expiresAt: till.clock.now() + 3000 })
  await till.needs.provider.open(made)
  till.clock.advance(3000)
  assert.deepEqual(await till.needs.provider.query(made.id), { kind: 'closed' })
})

test('refunds are made once per number, never beyond what was paid, and can be asked for', async () => {
  const { provider } = till.needs
  const made = await paid()
  const refund = (n: number, amountFen: number) =>
    newRefund({ orderId: made.orderId, attemptId: made.id, n, amountFen, reason: 'r' }, startAt)
  assert.equal(await provider.queryRefund(refund(1, 1).id), null)
  assert.equal((await provider.refund(refund(1, 600), made)).state, 'SUCCESS')
  assert.equal((await provider.refund(refund(1, 600), made)).state, 'SUCCESS')
  await assert.rejects(provider.refund(refund(1, 700), made), faults('PROVIDER_REFUSED', false))
  await assert.rejects(provider.refund(refund(2, 5001), made), faults('PROVIDER_REFUSED', false))
  assert.equal((await provider.refund(refund(2, 5000), made)).state, 'SUCCESS')
  const answer = await provider.queryRefund(refund(1, 600).id)
  assert.deepEqual(answer, {
    refundId: refund(1, 600).id,
    attemptId: made.id,
    amountFen: 600,
    state: 'SUCCESS',
    refundedAt: till.clock.now(),
  })
  till.wechat.switches.balanceShort = true
  await assert.rejects(provider.refund(refund(3, 1), await paid()), faults('PROVIDER_UNAVAILABLE', false))
})

test('an unpaid trade has nothing to refund', async () => {
  const made = attempt()
  await till.needs.provider.open(made)
  const refund = newRefund(
    { orderId: made.orderId, attemptId: made.id, n: 1, amountFen: 1, reason: '' },
    startAt,
  )
  await assert.rejects(till.needs.provider.refund(refund, made), faults('PROVIDER_REFUSED'))
})

test('trouble at the provider is unavailable, and unknown where the work may be done', async () => {
  const { provider } = till.needs
  const made = attempt()
  till.wechat.switches.failAnswers = 'refuse'
  await assert.rejects(provider.open(made), faults('PROVIDER_UNAVAILABLE', true))
  till.wechat.switches.failAnswers = 'lose'
  await assert.rejects(provider.open(made), faults('PROVIDER_UNAVAILABLE', true))
  till.wechat.switches.failAnswers = 'limit'
  await assert.rejects(provider.open(made), faults('PROVIDER_UNAVAILABLE', false))
  till.wechat.reset()
  assert.deepEqual(await provider.query(made.id), { kind: 'open' })
})

test('the bill has every payment and refund of its day, and only the announced one is read', async () => {
  const made = await paid()
  const refund = newRefund(
    { orderId: made.orderId, attemptId: made.id, n: 1, amountFen: 1234, reason: '' },
    startAt,
  )
  await till.needs.provider.refund(refund, made)
  const rows = (await till.needs.provider.bill('2026-09-21')) ?? []
  const payment = rows.find((row) => row.kind === 'payment' && row.payment.attemptId === made.id)
  assert.ok(payment?.kind === 'payment')
  assert.equal(payment.payment.amountFen, 5600)
  assert.equal(payment.payment.openid, 'oCustomer')
  assert.equal(payment.feeMilliFen, 33_600)
  const back = rows.find((row) => row.kind === 'refund' && row.refundId === refund.id)
  assert.deepEqual(back, {
    kind: 'refund',
    attemptId: made.id,
    refundId: refund.id,
    amountFen: 1234,
    state: 'SUCCESS',
    refundedAt: till.clock.now(),
  })
  assert.equal(await till.needs.provider.bill('2100-01-01'), null)
  const answer = (given: EgressResponse, { path }: EgressRequest) =>
    path.includes('billdownload') ? { ...given, body: Buffer.concat([given.body, Buffer.from('\n')]) } : given
  await assert.rejects(providerBehind(till, { answer }).bill('2026-09-21'), faults('PROVIDER_UNAVAILABLE'))
})
