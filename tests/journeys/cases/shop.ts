import assert from 'node:assert/strict'
import { call, newKey, until } from '../api.ts'
import { addToCart, type Customer, expect, orderOf, reaches, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now())

interface Slot {
  readonly start: string
  readonly left: number | null
}

async function slotsOf({ url, shopId }: Stage): Promise<readonly Slot[]> {
  return expect(await call(url, { method: 'GET', path: `/v1/shops/${shopId}/slots` }), 200).body.items
}

async function menuShop({ url, shopId }: Stage) {
  return expect(await call(url, { method: 'GET', path: `/v1/shops/${shopId}/menu` }), 200).body.shop
}

/** What is in the cart, ordered for an address and a time; without a time as soon as possible. */
async function press({ shopId }: Stage, customer: Customer, addressId: string, deliverAt?: string) {
  const query = new URLSearchParams({ shopId, addressId, ...(deliverAt && { deliverAt }) })
  const quote = expect(await customer.get(`/v1/cart/quote?${query}`), 200).body
  const body = { shopId, addressId, expectedAmountFen: quote.amountFen, deliverAt }
  return { quote, answer: await customer.send('POST', '/v1/orders', body, newKey()) }
}

async function addressAt(customer: Customer, location: object | null): Promise<string> {
  const region = { province: '北京市', city: '北京市', district: '海淀区' }
  const fields = { consignee: '测试', phone: customer.phone, ...region, detail: '测试路2号', location }
  const made = expect(await customer.send('POST', '/v1/addresses', fields), 201).body
  assert.deepEqual(made.location, location)
  return made.id
}

/** When, where and how much a shop delivers. */
export const shop: readonly Journey[] = [
  {
    name: 'hours: a closed day is seen at once, refuses orders for now and takes them for tomorrow',
    async run(stage) {
      const { shopId, manager } = stage
      const customer = await stage.customer()
      const dishId = await stage.newDish(3000)
      await addToCart(customer, shopId, dishId)
      const exception = `/v1/shops/${shopId}/exceptions/${today()}`
      expect(await manager.send('PUT', exception, { ranges: [] }), 200)
      try {
        const closed = await until(
          'the menu to say that the shop is closed',
          () => menuShop(stage),
          ({ openNow }) => openNow === false,
        )
        assert.deepEqual([closed.open, closed.opensAt > new Date().toISOString()], [true, true])
        const now = await press(stage, customer, customer.addressId)
        assert.equal(now.quote.refusal, 'SHOP_CLOSED')
        expect(now.answer, 422, 'SHOP_CLOSED')
        const [slot] = await slotsOf(stage)
        assert.equal(slot?.start, closed.opensAt, 'the first slot begins when the shop opens')
        const later = await press(stage, customer, customer.addressId, slot?.start)
        const order = expect(later.answer, 201).body
        assert.deepEqual([order.slotAt, order.estimatedAt], [slot?.start, slot?.start])
      } finally {
        expect(await manager.send('DELETE', exception), 200)
      }
      await until(
        'the menu to say that the shop is open',
        () => menuShop(stage),
        ({ openNow }) => openNow === true,
      )
      await orderOf(stage, customer, dishId)
    },
  },
  {
    name: 'areas: delivery costs what the place costs, and what is outside is refused',
    async run(stage) {
      const { shopId } = stage
      const customer = await stage.customer()
      await addToCart(customer, shopId, await stage.newDish(3000))
      const deliveryFen = async (addressId: string) => {
        const answer = await customer.get(`/v1/cart/quote?shopId=${shopId}&addressId=${addressId}`)
        const { charges } = expect(answer, 200).body
        return charges.find(({ kind }: { kind: string }) => kind === 'delivery').amountFen
      }
      const far = await addressAt(customer, { latitudeE6: 39_996_000, longitudeE6: 116_481_000 })
      assert.equal(await deliveryFen(customer.addressId), 600)
      assert.equal(await deliveryFen(far), 1200)
      assert.equal(await deliveryFen(await addressAt(customer, null)), 600, 'the flat fee')
      const shanghai = await addressAt(customer, { latitudeE6: 31_230_000, longitudeE6: 121_470_000 })
      const outside = await press(stage, customer, shanghai)
      assert.equal(outside.quote.refusal, 'OUT_OF_RANGE')
      expect(outside.answer, 422, 'OUT_OF_RANGE')
      const { quote, answer } = await press(stage, customer, far)
      const order = expect(answer, 201).body
      assert.equal(order.amountFen, quote.amountFen)
      assert.equal(order.address.location.longitudeE6, 116_481_000)
      assert.ok(order.estimatedAt > new Date().toISOString())
    },
  },
  {
    name: 'slots: a full one is refused, and a cancelled order makes room again',
    async run(stage) {
      const { shopId, manager } = stage
      const path = `/v1/shops/${shopId}`
      const shown = expect(await manager.get(path), 200).body
      const { preparationMinutes, deliveryMinutes, slotCapacity } = shown
      const pace = { preparationMinutes, deliveryMinutes, slotCapacity }
      const [one, other] = [await stage.customer(), await stage.customer()]
      const dishId = await stage.newDish(3000)
      for (const each of [one, other]) await addToCart(each, shopId, dishId)
      const last = async () => (await slotsOf(stage)).at(-1)
      const before = await last()
      const taken = slotCapacity - (before?.left ?? 0)
      expect(await manager.send('PUT', `${path}/pace`, { ...pace, slotCapacity: taken + 1 }), 200)
      try {
        const first = await press(stage, one, one.addressId, before?.start)
        const order = expect(first.answer, 201).body
        assert.equal((await last())?.left, 0)
        const second = await press(stage, other, other.addressId, before?.start)
        expect(second.answer, 422, 'SLOT_FULL')
        expect(await one.send('POST', `/v1/orders/${order.id}/cancel`, {}), 200)
        await reaches(one, order.id, 'CANCELLED')
        assert.equal((await last())?.left, 1)
        const third = await press(stage, other, other.addressId, before?.start)
        assert.equal(expect(third.answer, 201).body.slotAt, before?.start)
      } finally {
        expect(await manager.send('PUT', `${path}/pace`, pace), 200)
      }
    },
  },
  {
    name: 'busy: orders placed while the shop is busy are expected later',
    async run(stage) {
      const { shopId, manager } = stage
      const customer = await stage.customer()
      await addToCart(customer, shopId, await stage.newDish(3000))
      const estimate = async () => {
        const answer = await customer.get(`/v1/cart/quote?shopId=${shopId}&addressId=${customer.addressId}`)
        return Date.parse(expect(answer, 200).body.estimatedAt) - Date.now()
      }
      const usual = await estimate()
      const busy = { extraMinutes: 30, forMinutes: 60 }
      expect(await manager.send('PUT', `/v1/shops/${shopId}/busy`, busy), 200)
      const later = await estimate()
      expect(await manager.send('PUT', `/v1/shops/${shopId}/busy`, { extraMinutes: 0 }), 200)
      assert.equal(Math.round((later - usual) / 60_000), 30)
    },
  },
]
