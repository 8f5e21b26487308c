import assert from 'node:assert/strict'
import { call, newKey, until, type Visitor } from '../api.ts'
import { type Customer, expect, find, orderOf, paidOrder, pay, reaches, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

interface Refund {
  readonly n: number
  readonly amountFen: number
  readonly state: string
  readonly steps: readonly { readonly state: string; readonly at: string }[]
}

async function refundsOf(visitor: Visitor, orderId: string): Promise<readonly Refund[]> {
  return expect(await visitor.get(`/v1/orders/${orderId}/refunds`), 200).body.items
}

function refundReaches(visitor: Visitor, orderId: string, n: number, state: string) {
  return until(
    `refund ${n} to be ${state}`,
    async () => (await refundsOf(visitor, orderId)).find((refund) => refund.n === n),
    (refund) => refund?.state === state,
  )
}

/** An order of three pieces, at the customer's door. */
async function completedOrder(stage: Stage, customer: Customer) {
  const { id } = await orderOf(stage, customer, await stage.newDish(2000), 3)
  await pay(customer, id)
  await reaches(customer, id, 'PAID')
  for (const verb of ['accept', 'dispatch', 'complete'])
    expect(await stage.manager.send('POST', `/v1/orders/${id}/${verb}`), 200)
  const { lines, amountFen } = await find(customer, id)
  return { id, amountFen, lineId: (lines as { id: string }[])[0]?.id ?? '' }
}

async function typesHeard(visitor: Visitor, orderId: string): Promise<readonly string[]> {
  const { lastSeq } = expect(await visitor.get('/v1/notifications?limit=1'), 200).body
  const after = Math.max(0, lastSeq - 100)
  const { items } = expect(await visitor.get(`/v1/notifications?after=${after}&limit=100`), 200).body
  const told = items as { type: string; payload: { orderId: string } }[]
  return told.filter(({ payload }) => payload.orderId === orderId).map(({ type }) => type)
}

/** What happens about an order's money after all went well, or nearly. */
export const afterSales: readonly Journey[] = [
  {
    name: 'partial refund: two of three pieces and then the rest, and never more',
    async run(stage) {
      const { manager } = stage
      const customer = await stage.customer()
      const { id, lineId, amountFen } = await completedOrder(stage, customer)
      const path = `/v1/orders/${id}/refunds`
      const wish = { lines: [{ lineId, quantity: 2 }], reason: '少送两份' }
      const key = newKey()
      const given = expect(await manager.send('POST', path, wish, key), 201).body
      assert.equal(given.amountFen, 4000)
      assert.equal(expect(await manager.send('POST', path, wish, key), 200).body.n, given.n)
      expect(await manager.send('POST', path, wish, newKey()), 422, 'LINE_REFUNDED')
      const done = await refundReaches(customer, id, given.n, 'SUCCESS')
      assert.deepEqual([done?.steps[0]?.state, done?.steps.at(-1)?.state], ['REQUESTED', 'SUCCESS'])
      const rest = { amountFen: amountFen - 4000, reason: '赔' }
      const tooMuch = { ...rest, amountFen: rest.amountFen + 1 }
      expect(await manager.send('POST', path, tooMuch, newKey()), 422, 'REFUND_EXCEEDS')
      await manager.send('POST', path, rest, newKey())
      await refundReaches(customer, id, 2, 'SUCCESS')
      const after = await find(customer, id)
      assert.deepEqual([after.state, after.refundedFen], ['COMPLETED', amountFen])
    },
  },
  {
    name: 'partial refund: a cancel gives back the rest only',
    async run(stage) {
      const customer = await stage.customer()
      const { id, amountFen } = await paidOrder(stage, customer, await stage.newDish(2000))
      const wish = { amountFen: 500, reason: '缺饮料' }
      expect(await stage.manager.send('POST', `/v1/orders/${id}/refunds`, wish, newKey()), 201)
      expect(await stage.manager.send('POST', `/v1/orders/${id}/cancel`, { note: '售罄' }), 200)
      await refundReaches(customer, id, 2, 'SUCCESS')
      const refunds = await refundsOf(customer, id)
      assert.deepEqual(
        refunds.map((refund) => refund.amountFen),
        [500, amountFen - 500],
      )
    },
  },
  {
    name: 'a refund that could not arrive is asked for anew and arrives',
    async run(stage) {
      const customer = await stage.customer()
      const { id } = await completedOrder(stage, customer)
      await stage.provider({ refundOutcome: 'ABNORMAL' })
      const path = `/v1/orders/${id}/refunds`
      const wish = { amountFen: 300, reason: '洒了' }
      expect(await stage.manager.send('POST', path, wish, newKey()), 201)
      await refundReaches(customer, id, 1, 'ABNORMAL')
      await stage.provider({ refundOutcome: 'SUCCESS', loseNotifications: true })
      expect(await call(stage.wechatUrl, { method: 'POST', path: '/simulator/refunds/bring' }), 200)
      expect(await stage.manager.send('POST', `${path}/1/retry`), 200)
      const refund = await refundReaches(customer, id, 1, 'SUCCESS')
      const states = refund?.steps.map(({ state }) => state) ?? []
      assert.equal(states.filter((state) => state === 'REQUESTED').length, 2, states.join())
      await until(
        'the customer to be told that it failed',
        () => typesHeard(customer, id),
        (heard) => heard.includes('refund.failed'),
      )
    },
  },
  {
    name: 'a claim is approved in part, another is refused, a third withdrawn',
    async run(stage) {
      const { manager, shopId } = stage
      const customer = await stage.customer()
      const { id, lineId } = await completedOrder(stage, customer)
      const open = (key: string) =>
        customer.send(
          'POST',
          `/v1/orders/${id}/claims`,
          { reason: '洒了', lines: [{ lineId, quantity: 1 }] },
          key,
        )
      const first = expect(await open(newKey()), 201).body
      assert.deepEqual([first.state, first.askedFen], ['OPEN', 2000])
      expect(await open(newKey()), 409, 'CLAIM_OPEN')
      const listed = expect(await manager.get(`/v1/shops/${shopId}/claims?states=OPEN&limit=100`), 200).body
      assert.ok((listed.items as { id: string }[]).some((claim) => claim.id === first.id))
      const answer = { amountFen: 1500, answer: '抱歉' }
      const approved = expect(await manager.send('POST', `/v1/claims/${first.id}/approve`, answer), 200).body
      assert.deepEqual([approved.state, approved.grantedFen], ['APPROVED', 1500])
      expect(await customer.send('POST', `/v1/claims/${first.id}/withdraw`), 409, 'CLAIM_SETTLED')
      await refundReaches(customer, id, approved.refundN, 'SUCCESS')
      const second = expect(await open(newKey()), 201).body
      expect(await manager.send('POST', `/v1/claims/${second.id}/refuse`, { answer: '已核实' }), 200)
      const third = expect(await open(newKey()), 201).body
      expect(await customer.send('POST', `/v1/claims/${third.id}/withdraw`), 200)
      const wanted = ['claim.opened', 'claim.approved', 'claim.refused', 'claim.withdrawn', 'refund.granted']
      for (const visitor of [customer, manager])
        await until(
          'both sides to be told',
          () => typesHeard(visitor, id),
          (heard) => wanted.every((type) => heard.includes(type)),
        )
    },
  },
  {
    name: 'two accept one order: the second is told who was first; a customer is then told whom to call',
    async run(stage) {
      const { manager, shopId } = stage
      const customer = await stage.customer()
      const { id, number } = await paidOrder(stage, customer, await stage.newDish(2000))
      const accept = { minutes: 25 }
      const { updatedAt, estimatedAt } = expect(
        await manager.send('POST', `/v1/orders/${id}/accept`, accept),
        200,
      ).body
      assert.equal(Date.parse(estimatedAt) - Date.parse(updatedAt), 25 * 60_000)
      expect(await manager.send('POST', `/v1/orders/${id}/dispatch`), 200)
      const late = expect(
        await manager.send('POST', `/v1/orders/${id}/accept`, accept),
        409,
        'ORDER_ALREADY_ACCEPTED',
      )
      assert.equal(late.body.details.by, `employee:${manager.id}`)
      expect(await customer.send('POST', `/v1/orders/${id}/cancel`, {}), 409, 'CANCEL_BY_PHONE')
      expect(await manager.send('POST', `/v1/orders/${id}/notes`, { text: '门口放下' }, newKey()), 201)
      const part = (number as string).slice(-6)
      const path = `/v1/shops/${shopId}/orders/search?number=${part}&phone=${customer.phone.slice(-4)}&page=1`
      const { items, total } = expect(await manager.get(path), 200).body
      assert.deepEqual([items[0].id, total], [id, 1])
      const counted = expect(await manager.get(`/v1/shops/${shopId}/orders/counts`), 200).body.items
      const onTheWay = (counted as { state: string; orders: number }[]).find(
        ({ state }) => state === 'DELIVERING',
      )
      assert.ok((onTheWay?.orders ?? 0) >= 1)
      expect(await manager.send('POST', `/v1/orders/${id}/complete`), 200)
    },
  },
]
