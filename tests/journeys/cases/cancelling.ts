import assert from 'node:assert/strict'
import { newKey } from '../api.ts'
import {
  addToCart,
  expect,
  isRefunded,
  openPayment,
  orderOf,
  paidOrder,
  payAt,
  reaches,
  submission,
} from '../stage.ts'
import type { Journey } from './journey.ts'

/** Orders that end early. */
export const cancelling: readonly Journey[] = [
  {
    name: 'cancel while placing: refused as busy, and possible a moment later',
    async run(stage) {
      const customer = await stage.customer()
      await addToCart(customer, stage.shopId, await stage.newDish(2000))
      const body = await submission(customer, stage.shopId)
      stage.stall('InventoryService/Reserve')
      const placing = expect(await customer.send('POST', '/v1/orders', body, newKey()), 201).body
      assert.equal(placing.state, 'PLACING')
      expect(await customer.send('POST', `/v1/orders/${placing.id}/cancel`, { note: '' }), 409, 'ORDER_BUSY')
      await stage.calm()
      await reaches(customer, placing.id, 'PENDING')
      expect(await customer.send('POST', `/v1/orders/${placing.id}/cancel`, { note: '' }), 200)
      await reaches(customer, placing.id, 'CANCELLED')
    },
  },
  {
    name: 'cancel before paying: the cashier is closed first',
    async run(stage) {
      const customer = await stage.customer()
      const order = await orderOf(stage, customer, await stage.newDish(2000, 1))
      const { h5Url = '' } = await openPayment(customer, order.id)
      expect(await customer.send('POST', `/v1/orders/${order.id}/cancel`, { note: '不想要了' }), 200)
      const cancelled = await reaches(customer, order.id, 'CANCELLED')
      assert.equal(cancelled.cancelReason, 'CUSTOMER')
      assert.notEqual((await payAt(h5Url)).status, 200)
    },
  },
  {
    name: 'cancel after paying: the money comes back and the dish can be sold again',
    async run(stage) {
      const customer = await stage.customer()
      const dish = await stage.newDish(2000, 1)
      const order = await paidOrder(stage, customer, dish)
      expect(await customer.send('POST', `/v1/orders/${order.id}/cancel`, { note: '' }), 200)
      await isRefunded(customer, order.id)
      assert.equal((await orderOf(stage, await stage.customer(), dish)).state, 'PENDING')
    },
  },
  {
    name: 'reject with refund: the shop says why and the money comes back',
    async run(stage) {
      const customer = await stage.customer()
      const order = await paidOrder(stage, customer, await stage.newDish(2000))
      const note = '菜品已销售完，暂时无法接单'
      expect(await stage.manager.send('POST', `/v1/orders/${order.id}/reject`, { note }), 200)
      const refunded = await isRefunded(customer, order.id)
      assert.equal(refunded.cancelNote, note)
      assert.equal(refunded.cancelReason, 'REJECTED')
    },
  },
]
