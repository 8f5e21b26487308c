import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { createRig, createShop, customer, dishFields, managerOf, staffOf } from './catalog.fixture.ts'

const mild = { group: '辣度', choice: '不辣' }

test('items are priced in the order asked, options included, with the stock they take', async (t) => {
  const rig = await createRig(t)
  const { shopId, fish, rice, meal } = await createShop(rig)
  const { items, shop } = await rig.as(customer).priceItems({
    shopId,
    items: [
      { kind: ItemKind.SET_MEAL, id: meal.id },
      {
        kind: ItemKind.DISH,
        id: fish.id,
        options: [
          { group: '加料', choice: '豆腐' },
          { group: '辣度', choice: '重辣' },
          { group: '加料', choice: '粉丝' },
        ],
      },
      { kind: ItemKind.DISH, id: rice.id },
      { kind: ItemKind.DISH, id: fish.id, options: [mild] },
    ],
  })
  assert.deepEqual(
    items.map(({ refusal, name, unitPriceFen }) => [refusal, name, unitPriceFen]),
    [
      ['', '酸菜鱼套餐', 5800],
      ['', '老坛酸菜鱼', 5600 + 100 + 300 + 200],
      ['', '米饭', 200],
      ['', '老坛酸菜鱼', 5600],
    ],
  )
  assert.deepEqual(items[0]?.parts, [
    { dishId: fish.id, name: '老坛酸菜鱼', quantity: 1 },
    { dishId: rice.id, name: '米饭', quantity: 2 },
  ])
  assert.deepEqual(items[2]?.parts, [{ dishId: rice.id, name: '米饭', quantity: 1 }])
  assert.equal(shop?.packingFeeFen, 100)
})

test('each item that cannot be sold is refused by itself, with its reason', async (t) => {
  const rig = await createRig(t)
  const { shopId, fish, rice, meal } = await createShop(rig)
  await rig.as(staffOf(shopId)).setDishOnSale({ dishId: rice.id, onSale: false })
  const { items } = await rig.as(customer).priceItems({
    shopId,
    items: [
      { kind: ItemKind.DISH, id: '999' },
      { kind: ItemKind.DISH, id: 'x' },
      { kind: ItemKind.DISH, id: rice.id },
      { kind: ItemKind.SET_MEAL, id: meal.id },
      { kind: ItemKind.DISH, id: fish.id, options: [mild] },
    ],
  })
  const refusals = items.map((item) => item.refusal)
  assert.deepEqual(refusals, ['DISH_MISSING', 'DISH_MISSING', 'DISH_STOPPED', 'DISH_STOPPED', ''])
  assert.deepEqual([items[2]?.name, items[2]?.unitPriceFen, items[2]?.parts], ['米饭', 0, []])
})

test('options that the groups do not allow are refused', async (t) => {
  const rig = await createRig(t)
  const { shopId, fish, rice, meal } = await createShop(rig)
  const refusalOf = async (kind: ItemKind, id: string, options: { group: string; choice: string }[]) => {
    const { items } = await rig.as(customer).priceItems({ shopId, items: [{ kind, id, options }] })
    return items[0]?.refusal
  }
  const extra = (choice: string) => ({ group: '加料', choice })
  const onFish = (...options: { group: string; choice: string }[]) =>
    refusalOf(ItemKind.DISH, fish.id, options)
  assert.equal(await onFish(), 'OPTION_INVALID')
  assert.equal(await onFish(mild, { group: '辣度', choice: '重辣' }), 'OPTION_INVALID')
  assert.equal(await onFish({ group: '辣度', choice: '变态辣' }), 'OPTION_INVALID')
  assert.equal(await onFish(mild, { group: '温度', choice: '热' }), 'OPTION_INVALID')
  assert.equal(await onFish(mild, extra('豆腐'), extra('豆腐')), 'OPTION_INVALID')
  assert.equal(await onFish(mild, extra('豆腐'), extra('粉丝'), extra('青菜')), 'OPTION_INVALID')
  assert.equal(await onFish(mild, extra('豆腐'), extra('粉丝')), '')
  assert.equal(await refusalOf(ItemKind.DISH, rice.id, [mild]), 'OPTION_INVALID')
  assert.equal(await refusalOf(ItemKind.SET_MEAL, meal.id, [mild]), 'OPTION_INVALID')
})

test('a price is never stale after a change was answered, on whichever instance', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, fish } = await createShop(rig)
  const priceOn = async (instance: 0 | 1) => {
    const item = { kind: ItemKind.DISH, id: fish.id, options: [mild] }
    const { items, shop } = await rig.as(customer, instance).priceItems({ shopId, items: [item] })
    return [items[0]?.unitPriceFen, shop?.deliveryFeeFen]
  }
  assert.deepEqual(await Promise.all([priceOn(0), priceOn(1)]), [
    [5600, 600],
    [5600, 600],
  ])
  for (let priceFen = 5601; priceFen < 5620; priceFen++) {
    const fields = { ...dishFields, categoryId: dishCategoryId, priceFen }
    const racing = [priceOn(0), priceOn(1)]
    await rig.as(staffOf(shopId)).updateDish({ dishId: fish.id, fields })
    const after = await Promise.all([priceOn(0), priceOn(1), priceOn(1)])
    assert.deepEqual(after, [
      [priceFen, 600],
      [priceFen, 600],
      [priceFen, 600],
    ])
    for (const [price] of await Promise.all(racing)) assert.ok(price === priceFen || price === priceFen - 1)
  }
  const shop = await rig.as(customer).getShop({ shopId })
  await rig.as(managerOf(shopId)).updateShop({ shopId, fields: { ...shop, deliveryFeeFen: 0 } })
  assert.deepEqual(await priceOn(1), [5619, 0])
})

test('prices of a shop that does not exist, and of too many items, are refused', async (t) => {
  const rig = await createRig(t)
  const { shopId, rice } = await createShop(rig)
  await assert.rejects(rig.as(customer).priceItems({ shopId: '99', items: [] }), { reason: 'SHOP_MISSING' })
  const items = Array.from({ length: 501 }, () => ({ kind: ItemKind.DISH, id: rice.id }))
  await assert.rejects(rig.as(customer).priceItems({ shopId, items }), { reason: 'FIELDS_INVALID' })
})
