import assert from 'node:assert/strict'
import { call, newKey, until } from '../api.ts'
import { addToCart, expect, orderOf, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

/** Names of a kind of things that nobody else makes. */
const freshName = (what: string) => `${what}${Date.now() % 10_000_000}${Math.floor(Math.random() * 100)}`

async function newCategory({ shopId, manager }: Stage, kind: 'DISH' | 'SET_MEAL'): Promise<string> {
  const fields = { kind, name: freshName('分类'), sort: 50, enabled: true }
  return expect(await manager.send('POST', `/v1/shops/${shopId}/categories`, fields), 201).body.id
}

async function newDish({ shopId, manager }: Stage, fields: object): Promise<string> {
  const whole = { name: freshName('菜'), priceFen: 3000, ...fields }
  const { id } = expect(await manager.send('POST', `/v1/shops/${shopId}/dishes`, whole), 201).body
  expect(await manager.send('PUT', `/v1/dishes/${id}/on-sale`, { onSale: true }), 200)
  return id
}

async function searched({ shopId, manager }: Stage, query: string) {
  return expect(await manager.get(`/v1/shops/${shopId}/dishes/search?${query}`), 200).body
}

const idsOf = (list: { items: { id: string }[] }) => list.items.map(({ id }) => id)

async function quoteOf({ shopId }: Stage, customer: { get: Stage['manager']['get'] }) {
  return expect(await customer.get(`/v1/cart/quote?shopId=${shopId}`), 200).body
}

/** An hour that is not served at this moment, wherever the clock stands in China. */
function anotherHour() {
  const hour = (new Date(Date.now() + 8 * 3_600_000).getUTCHours() + 12) % 24
  const shown = (at: number) => `${String(at).padStart(2, '0')}:00`
  return { from: shown(hour), to: shown(hour + 1) }
}

/** What a shop sells, and how much of it there is. */
export const goods: readonly Journey[] = [
  {
    name: 'goods: dishes are searched page by page, sorted, and deleted together or not at all',
    async run(stage) {
      const { shopId, manager } = stage
      const categoryId = await newCategory(stage, 'DISH')
      const dishes: string[] = []
      for (let n = 0; n < 3; n++) dishes.push(await newDish(stage, { categoryId }))
      const [one, two, three] = dishes as [string, string, string]
      const inMenu = `/v1/shops/${shopId}/dishes?categoryId=${categoryId}`
      assert.deepEqual(idsOf(expect(await manager.get(inMenu), 200).body), dishes)
      const order = `/v1/categories/${categoryId}/dishes/order`
      expect(await manager.send('PUT', order, { ids: [three, one] }), 409, 'LIST_CHANGED')
      expect(await manager.send('PUT', order, { ids: [three, one, two] }), 200)
      assert.deepEqual(idsOf(expect(await manager.get(inMenu), 200).body), [three, one, two])
      const page = await searched(stage, `categoryId=${categoryId}&page=2&limit=2`)
      assert.deepEqual([idsOf(page), page.total], [[one], 3], 'newest first')

      const gone = `/v1/shops/${shopId}/dishes?ids=${one},${two}`
      expect(await manager.send('PUT', `/v1/dishes/${one}/on-sale`, { onSale: false }), 200)
      const refused = expect(await manager.send('DELETE', gone), 422, 'DISH_ON_SALE')
      assert.equal(refused.body.details.ids, two)
      assert.equal((await searched(stage, `categoryId=${categoryId}&onSale=false`)).total, 1)
      expect(await manager.send('PUT', `/v1/dishes/${two}/on-sale`, { onSale: false }), 200)
      expect(await manager.send('DELETE', gone), 204)
      assert.deepEqual(idsOf(expect(await manager.get(inMenu), 200).body), [three])
    },
  },
  {
    name: 'goods: a set meal stops with its dish, is not sold meanwhile and may be started after it',
    async run(stage) {
      const { shopId, manager } = stage
      const customer = await stage.customer()
      const dishId = await newDish(stage, { categoryId: await newCategory(stage, 'DISH') })
      const categoryId = await newCategory(stage, 'SET_MEAL')
      const fields = { categoryId, name: freshName('餐'), priceFen: 5000, parts: [{ dishId, copies: 2 }] }
      const { id } = expect(await manager.send('POST', `/v1/shops/${shopId}/set-meals`, fields), 201).body
      const start = () => manager.send('PUT', `/v1/set-meals/${id}/on-sale`, { onSale: true })
      expect(await start(), 200)
      const item = { kind: 'SET_MEAL', id, options: [] }
      expect(await customer.send('POST', '/v1/cart/items', { shopId, item }), 200)
      const setDish = async (onSale: boolean) =>
        expect(await manager.send('PUT', `/v1/dishes/${dishId}/on-sale`, { onSale }), 200)
      await setDish(false)
      assert.equal((await quoteOf(stage, customer)).lines[0].refusal, 'DISH_STOPPED')
      expect(await start(), 422, 'SET_MEAL_NOT_SELLABLE')
      await setDish(true)
      const { items } = expect(await manager.get(`/v1/dishes/${dishId}/set-meals`), 200).body
      assert.deepEqual([items[0].onSale, items[0].startable], [false, true])
      expect(await start(), 200)
      assert.equal((await quoteOf(stage, customer)).refusal, null)
    },
  },
  {
    name: 'goods: outside its mealtime a dish is shown with its times and refused',
    async run(stage) {
      const { shopId, manager, url } = stage
      const customer = await stage.customer()
      const categoryId = await newCategory(stage, 'DISH')
      const fields = { categoryId, name: freshName('早餐'), priceFen: 3000 }
      const mealtimes = [anotherHour()]
      const dishId = await newDish(stage, { ...fields, mealtimes })
      const item = { kind: 'DISH', id: dishId, options: [] }
      const adding = await customer.send('POST', '/v1/cart/items', { shopId, item })
      assert.equal(expect(adding, 422, 'ITEM_NOT_SOLD').body.details.refusal, 'NOT_MEALTIME')
      const path = `/v1/shops/${shopId}/menu`
      const shown = await until(
        'the menu to show the dish',
        async () => {
          const { categories } = expect(await call(url, { method: 'GET', path }), 200).body
          const section = categories.find(({ id }: { id: string }) => id === categoryId)
          return section?.dishes[0]
        },
        (dish) => dish !== undefined,
      )
      assert.deepEqual([shown.servedNow, shown.mealtimes], [false, mealtimes])
      expect(await manager.send('PUT', `/v1/dishes/${dishId}`, { ...fields, mealtimes: [] }), 200)
      await addToCart(customer, shopId, dishId)
      expect(await manager.send('PUT', `/v1/dishes/${dishId}`, { ...fields, mealtimes }), 200)
      const quote = await quoteOf(stage, customer)
      assert.deepEqual([quote.refusal, quote.lines[0].refusal], ['ITEM_NOT_SOLD', 'NOT_MEALTIME'])
      const { addressId } = customer
      const wish = { shopId, addressId, expectedAmountFen: quote.amountFen }
      expect(await customer.send('POST', '/v1/orders', wish, newKey()), 422, 'ITEM_NOT_SOLD')
      expect(await manager.send('PUT', `/v1/dishes/${dishId}`, { ...fields, mealtimes: [] }), 200)
      assert.equal((await quoteOf(stage, customer)).refusal, null)
    },
  },
  {
    name: 'goods: stock is adjusted once for each key and tells its movements; what is out is seen',
    async run(stage) {
      const { shopId, manager, url } = stage
      const [one, other] = [await stage.customer(), await stage.customer()]
      const dishId = await stage.newDish(3000, 3)
      const path = `/v1/shops/${shopId}/stock`
      const key = newKey()
      for (let n = 0; n < 2; n++) {
        const spoilt = { delta: -2, reason: '损耗' }
        const left = await manager.send('POST', `${path}/${dishId}/adjustments`, spoilt, key)
        assert.equal(expect(left, 200).body.onHand, 1)
      }
      await addToCart(other, shopId, dishId, 2)
      const { refusal, lines } = await quoteOf(stage, other)
      assert.deepEqual([refusal, lines[0].available], ['OUT_OF_STOCK', 1])
      const soldOut = async () =>
        expect(await call(url, { method: 'GET', path: `${path}/sold-out` }), 200).body
      assert.ok(!(await soldOut()).items.includes(dishId))
      await orderOf(stage, one, dishId)
      await until('the dish to be shown as sold out', soldOut, ({ items }) => items.includes(dishId))
      const { items } = expect(await manager.get(`${path}/${dishId}/movements`), 200).body
      const moved = items.map(({ kind, delta }: { kind: string; delta: number }) => [kind, delta])
      assert.deepEqual(moved, [
        ['ADJUST', -2],
        ['SET', 3],
      ])
    },
  },
]
