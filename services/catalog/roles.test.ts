import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Person } from '#kit/context.ts'
import { createRig, createShop, managerOf, shopFields } from './catalog.fixture.ts'

const inRole = (shopId: string, role: string): Person => ({
  ...{ kind: 'employee', id: '3' },
  ...{ shopId, roles: [role] },
})
const forbidden = { kind: 'forbidden', reason: 'ROLE_MISSING' }

test('the menu is changed by managers and staff, not by kitchen, cashier or finance', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId: categoryId, ...goods } = await createShop(rig)
  const { rice, fish, meal, riceFields, mealFields: combo } = goods
  const category = { kind: 1, name: '别的', sort: 1, enabled: true }
  const body = new Uint8Array()
  for (const role of ['kitchen', 'cashier', 'finance', '']) {
    const calls = rig.as(inRole(shopId, role))
    const asked = [
      () => calls.createCategory({ shopId, fields: category }),
      () => calls.updateCategory({ categoryId, fields: category }),
      () => calls.deleteCategory({ categoryId }),
      () => calls.sortCategories({ shopId, categoryIds: [] }),
      () => calls.createDish({ shopId, fields: riceFields }),
      () => calls.updateDish({ dishId: rice.id, fields: riceFields }),
      () => calls.setDishOnSale({ dishId: rice.id, onSale: false }),
      () => calls.deleteDish({ dishId: rice.id }),
      () => calls.deleteDishes({ shopId, dishIds: [fish.id] }),
      () => calls.sortDishes({ categoryId, dishIds: [] }),
      () => calls.createSetMeal({ shopId, fields: combo }),
      () => calls.updateSetMeal({ setMealId: meal.id, fields: combo }),
      () => calls.setSetMealOnSale({ setMealId: meal.id, onSale: false }),
      () => calls.deleteSetMeal({ setMealId: meal.id }),
      () => calls.deleteSetMeals({ shopId, setMealIds: [meal.id] }),
      () => calls.sortSetMeals({ categoryId, setMealIds: [] }),
      () => calls.putImage({ contentType: 'image/png', body }),
    ]
    for (const ask of asked) await assert.rejects(ask(), forbidden, `${role}: ${ask}`)
    assert.equal((await calls.getDish({ dishId: rice.id })).id, rice.id)
  }
  assert.deepEqual(await rig.announced(), [])
  const onSale = false
  for (const role of ['manager', 'staff'])
    assert.equal(
      (await rig.as(inRole(shopId, role)).setDishOnSale({ dishId: rice.id, onSale })).onSale,
      onSale,
    )
})

test('whoever serves customers opens the shop and says when it is busy, nobody else does', async (t) => {
  const rig = await createRig(t)
  const { shopId } = await createShop(rig)
  const busy = { shopId, extraMinutes: 10, forMinutes: 60 }
  for (const role of ['kitchen', 'finance', '']) {
    const calls = rig.as(inRole(shopId, role))
    await assert.rejects(calls.setShopOpen({ shopId, open: false }), forbidden)
    await assert.rejects(calls.setShopBusy(busy), forbidden)
  }
  for (const role of ['cashier', 'staff', 'manager']) {
    const calls = rig.as(inRole(shopId, role))
    assert.equal((await calls.setShopOpen({ shopId, open: false })).open, false)
    await calls.setShopBusy(busy)
  }
  for (const role of ['cashier', 'staff', 'kitchen'])
    await assert.rejects(rig.as(inRole(shopId, role)).updateShop({ shopId, fields: shopFields }), forbidden)
  await rig.as(managerOf(shopId)).updateShop({ shopId, fields: shopFields })
})
