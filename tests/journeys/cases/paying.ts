import assert from 'node:assert/strict'
import { call } from '../api.ts'
import { expect, find, isRefunded, openPayment, orderOf, pay, payAt, reaches, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

/** The provider's switch and what it makes of a callback. */
const tamperings = [
  ['amount', 'wrong amount'],
  ['signature', 'bad signature'],
  ['timestamp', 'stale timestamp'],
] as const

/** Money, with a provider on bad days. */
export const paying: readonly Journey[] = [
  {
    name: 'payment after timeout: the provider refuses it, and if it takes it all the same it comes back',
    async run(stage) {
      const customer = await stage.customer()
      const order = await orderOf(stage, customer, await stage.newDish(2000))
      const { h5Url = '' } = await openPayment(customer, order.id)
      const cancelled = await reaches(customer, order.id, 'CANCELLED')
      assert.equal(cancelled.cancelReason, 'TIMEOUT')
      assert.notEqual((await payAt(h5Url)).status, 200)
      await stage.provider({ payAfterClose: true })
      expect(await payAt(h5Url), 200)
      await isRefunded(customer, order.id)
      assert.equal((await find(customer, order.id)).state, 'CANCELLED')
    },
  },
  {
    name: 'two attempts: the first is closed before the second opens, and one payment counts',
    async run(stage) {
      const customer = await stage.wechatCustomer()
      const order = await orderOf(stage, customer, await stage.newDish(2000))
      const first = await openPayment(customer, order.id, 'WECHAT_H5')
      const second = await openPayment(customer, order.id, 'WECHAT_JSAPI')
      assert.notEqual((await payAt(first.h5Url ?? '')).status, 200)
      const prepayId = (second.package ?? '').replace('prepay_id=', '')
      expect(await call(stage.wechatUrl, { method: 'POST', path: `/cashier/${prepayId}/pay` }), 200)
      const paid = await reaches(customer, order.id, 'PAID')
      assert.equal(paid.refundedFen, 0)
    },
  },
  {
    name: 'every callback lost: the platform asks and the order is paid',
    async run(stage) {
      await stage.provider({ loseNotifications: true })
      const customer = await stage.customer()
      const order = await orderOf(stage, customer, await stage.newDish(2000))
      await pay(customer, order.id)
      await reaches(customer, order.id, 'PAID')
    },
  },
  {
    name: 'callback ten times at once: one payment, one bell',
    async run(stage) {
      await stage.provider({ repeatNotifications: 10 })
      const customer = await stage.customer()
      const order = await orderOf(stage, customer, await stage.newDish(2000))
      await pay(customer, order.id)
      const paid = await reaches(customer, order.id, 'PAID')
      assert.equal((paid.history as unknown[]).length, 3)
    },
  },
  ...tamperings.map(([tamper, what]) => ({
    name: `${what}: the callback is refused and changes nothing`,
    run: (stage: Stage) => tamperedCallback(stage, tamper),
  })),
]

/**
 * The provider does not answer questions meanwhile, so that only the notification could settle the payment.
 */
async function tamperedCallback(stage: Stage, tamper: string): Promise<void> {
  await stage.provider({ tamper, failAnswers: 'refuse', failOnly: 'out-trade-no' })
  const customer = await stage.customer()
  const order = await orderOf(stage, customer, await stage.newDish(2000))
  const { h5Url = '' } = await openPayment(customer, order.id)
  const trade = expect(await payAt(h5Url), 200).body.out_trade_no
  const send = { method: 'POST', path: `/simulator/notifications/${trade}/send` }
  const { statuses } = expect(await call(stage.wechatUrl, send), 200).body
  assert.equal(statuses.length, 1)
  for (const status of statuses) assert.ok(status >= 400, `the provider was answered ${status}`)
  assert.notEqual((await find(customer, order.id)).state, 'PAID')
  await stage.calm()
  await reaches(customer, order.id, 'PAID')
}
