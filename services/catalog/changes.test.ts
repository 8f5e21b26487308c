import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CategoryKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import {
  anonymous,
  createRig,
  createShop,
  customer,
  dishFields,
  extras,
  managerOf,
  shopFields,
  spiciness,
  staffOf,
  system,
} from './catalog.fixture.ts'

test('each change is announced with it, once per thing that changed', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, rice, fish, meal, riceFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  await calls.setShopOpen({ shopId, open: true })
  assert.deepEqual(await rig.announced(), [`ShopChanged {"shopId":"${shopId}","version":2}`])
  await calls.updateDish({ dishId: rice.id, fields: { ...riceFields, priceFen: 300 } })
  assert.deepEqual(await rig.announced(), [
    `DishChanged {"shopId":"${shopId}","dishId":"${rice.id}","version":3}`,
  ])
  await calls.setDishOnSale({ dishId: fish.id, onSale: false })
  assert.deepEqual(await rig.announced(), [
    `DishChanged {"shopId":"${shopId}","dishId":"${fish.id}","version":3}`,
    `SetMealChanged {"shopId":"${shopId}","setMealId":"${meal.id}","version":3}`,
  ])
  await calls.setDishOnSale({ dishId: rice.id, onSale: false })
  assert.deepEqual(
    await rig.announced(),
    [`DishChanged {"shopId":"${shopId}","dishId":"${rice.id}","version":4}`],
    'the set meal was stopped before',
  )
  await calls.deleteSetMeal({ setMealId: meal.id })
  assert.deepEqual(await rig.announced(), [
    `SetMealChanged {"shopId":"${shopId}","setMealId":"${meal.id}","version":4}`,
  ])
  const fields = { kind: CategoryKind.DISH, name: '鱼', sort: 1, enabled: true }
  await assert.rejects(calls.updateCategory({ categoryId: dishCategoryId, fields }), {
    reason: 'FIELDS_INVALID',
  })
  assert.deepEqual(await rig.announced(), [], 'a refused change announces nothing')
})

test('stopping a dish stops its set meals; they start only when all their dishes are on sale', async (t) => {
  const rig = await createRig(t)
  const { shopId, fish, rice, meal, mealFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  await calls.setDishOnSale({ dishId: rice.id, onSale: false })
  assert.equal((await calls.getSetMeal({ setMealId: meal.id })).onSale, false)
  const start = () => calls.setSetMealOnSale({ setMealId: meal.id, onSale: true })
  await assert.rejects(start(), { reason: 'SET_MEAL_NOT_SELLABLE' })
  await calls.setDishOnSale({ dishId: rice.id, onSale: true })
  assert.equal((await calls.getSetMeal({ setMealId: meal.id })).onSale, false, 'it does not start by itself')
  assert.equal((await start()).onSale, true)

  const parts = [{ dishId: fish.id, copies: 1 }]
  await calls.updateSetMeal({ setMealId: meal.id, fields: { ...mealFields, parts } })
  await calls.setDishOnSale({ dishId: rice.id, onSale: false })
  assert.equal((await calls.getSetMeal({ setMealId: meal.id })).onSale, true, 'rice is no longer in it')
  await assert.rejects(calls.updateSetMeal({ setMealId: meal.id, fields: mealFields }), {
    reason: 'SET_MEAL_NOT_SELLABLE',
  })
})

test('what is in use cannot be deleted', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, mealCategoryId, fish, rice, meal } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  await assert.rejects(calls.deleteDish({ dishId: fish.id }), { reason: 'DISH_ON_SALE' })
  await assert.rejects(calls.deleteSetMeal({ setMealId: meal.id }), { reason: 'SET_MEAL_ON_SALE' })
  await assert.rejects(calls.deleteCategory({ categoryId: mealCategoryId }), { reason: 'CATEGORY_IN_USE' })
  await calls.setDishOnSale({ dishId: fish.id, onSale: false })
  await assert.rejects(calls.deleteDish({ dishId: fish.id }), { reason: 'DISH_IN_SET_MEAL' })
  await calls.deleteSetMeal({ setMealId: meal.id })
  await calls.deleteDish({ dishId: fish.id })
  await assert.rejects(calls.deleteCategory({ categoryId: dishCategoryId }), { reason: 'CATEGORY_IN_USE' })
  await calls.setDishOnSale({ dishId: rice.id, onSale: false })
  await calls.deleteDish({ dishId: rice.id })
  await calls.deleteCategory({ categoryId: dishCategoryId })
  await assert.rejects(calls.getDish({ dishId: fish.id }), { reason: 'DISH_MISSING' })
  await assert.rejects(calls.getSetMeal({ setMealId: meal.id }), { reason: 'SET_MEAL_MISSING' })
  await assert.rejects(calls.deleteCategory({ categoryId: dishCategoryId }), { reason: 'CATEGORY_MISSING' })
  assert.deepEqual((await calls.listDishes({ shopId })).dishes, [])
  for (const table of ['option_group', 'set_meal_part'] as const)
    assert.deepEqual(await rig.storage.read('left', (db) => db.selectFrom(table).selectAll().execute()), [])
})

test('a name is unique within its shop and kind, also for those who choose it at once', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, rice, riceFields, mealFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const fields = { ...dishFields, categoryId: dishCategoryId, name: '香锅牛蛙' }
  const racing = Array.from({ length: 8 }, () => calls.createDish({ shopId, fields }))
  const settled = await Promise.allSettled(racing)
  assert.equal(settled.filter((one) => one.status === 'fulfilled').length, 1)
  for (const one of settled) if (one.status === 'rejected') assert.equal(one.reason.reason, 'NAME_TAKEN')
  await assert.rejects(calls.updateDish({ dishId: rice.id, fields: { ...riceFields, name: '香锅牛蛙' } }), {
    reason: 'NAME_TAKEN',
  })
  await assert.rejects(calls.createSetMeal({ shopId, fields: mealFields }), { reason: 'NAME_TAKEN' })
  const category = { kind: CategoryKind.DISH, name: '人气套餐', sort: 0, enabled: true }
  await assert.rejects(calls.createCategory({ shopId, fields: category }), { reason: 'NAME_TAKEN' })
  const other = await rig.as(system).createShop({ fields: shopFields })
  await rig.as(system).createCategory({ shopId: other.id, fields: category })
})

test('a category holds one kind of item', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, mealCategoryId, riceFields, mealFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const dish = { ...riceFields, name: '馒头', categoryId: mealCategoryId }
  await assert.rejects(calls.createDish({ shopId, fields: dish }), { reason: 'CATEGORY_KIND_WRONG' })
  const setMeal = { ...mealFields, name: '双人餐', categoryId: dishCategoryId }
  await assert.rejects(calls.createSetMeal({ shopId, fields: setMeal }), { reason: 'CATEGORY_KIND_WRONG' })
  const turned = { kind: CategoryKind.SET_MEAL, name: '水煮鱼', sort: 8, enabled: true }
  await assert.rejects(calls.updateCategory({ categoryId: dishCategoryId, fields: turned }), {
    reason: 'CATEGORY_KIND_WRONG',
  })
  const elsewhere = { ...riceFields, name: '馒头', categoryId: '999' }
  await assert.rejects(calls.createDish({ shopId, fields: elsewhere }), { reason: 'CATEGORY_MISSING' })
})

test('fields out of bounds are refused by name and change nothing', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, fish, mealFields } = await createShop(rig)
  const calls = rig.as(managerOf(shopId))
  const good = { ...dishFields, categoryId: dishCategoryId, name: '新菜品' }
  const choices = spiciness.choices
  const bad: Record<string, readonly object[]> = {
    name: [
      { name: '鱼' },
      { name: '鱼'.repeat(21) },
      { name: ' 鱼香肉丝' },
      { name: '<b>鱼</b>' },
      { name: '鱼\u200B肉' },
      { name: '鱼\u202E肉' },
    ],
    priceFen: [{ priceFen: 0 }, { priceFen: -1 }, { priceFen: 100_000_000 }],
    description: [{ description: '鱼'.repeat(201) }, { description: 'a\u0000b' }],
    image: [{ image: 'javascript:alert(1)' }, { image: `/${'x'.repeat(255)}` }],
    optionGroups: [
      { optionGroups: ['一', '二', '三', '四', '五'].map((name) => ({ ...spiciness, name })) },
      { optionGroups: [spiciness, spiciness] },
      { optionGroups: [{ ...spiciness, choices: [choices[0], choices[0]] }] },
      { optionGroups: [{ ...spiciness, choices: [] }] },
      { optionGroups: [{ ...spiciness, minimum: 2 }] },
      { optionGroups: [{ ...extras, maximum: 4 }] },
      { optionGroups: [{ ...extras, minimum: -1 }] },
      { optionGroups: [{ ...extras, maximum: 0 }] },
      { optionGroups: [{ ...spiciness, choices: [{ name: '不辣', priceFen: -1 }] }] },
    ],
  }
  const refusal = (field: string) => ({ kind: 'invalid', reason: 'FIELDS_INVALID', details: { field } })
  const fieldOf = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => assert.fail('it was accepted'),
      (thrown) => thrown,
    )
    return { kind: error.kind, reason: error.reason, details: { field: error.details.field } }
  }
  for (const [field, changes] of Object.entries(bad))
    for (const change of changes)
      assert.deepEqual(
        await fieldOf(calls.createDish({ shopId, fields: { ...good, ...change } })),
        refusal(field),
      )
  const manyParts = Array.from({ length: 31 }, (_, at) => ({ dishId: String(at + 1), copies: 1 }))
  const part = { dishId: fish.id, copies: 1 }
  for (const parts of [[], [part, part], [{ ...part, copies: 0 }], [{ ...part, copies: 100 }]]) {
    const fields = { ...mealFields, name: '新套餐', parts }
    assert.deepEqual(await fieldOf(calls.createSetMeal({ shopId, fields })), refusal('parts'))
  }
  const unknownDish = { ...mealFields, name: '新套餐', parts: manyParts }
  await assert.rejects(calls.createSetMeal({ shopId, fields: unknownDish }), { reason: 'DISH_MISSING' })
  for (const sort of [-1, 100]) {
    const fields = { kind: CategoryKind.DISH, name: '新分类', sort, enabled: true }
    assert.deepEqual(await fieldOf(calls.createCategory({ shopId, fields })), refusal('sort'))
  }
  const kindless = { name: '新分类', sort: 1, enabled: true }
  assert.deepEqual(await fieldOf(calls.createCategory({ shopId, fields: kindless })), refusal('kind'))
  const fees = { ...shopFields, deliveryFeeFen: -1 }
  assert.deepEqual(await fieldOf(calls.updateShop({ shopId, fields: fees })), refusal('deliveryFeeFen'))
  await assert.rejects(calls.createDish({ shopId }), { reason: 'FIELDS_INVALID' })
  assert.deepEqual(await rig.announced(), [])
  assert.equal((await calls.listDishes({ shopId })).dishes.length, 2)
})

test('staff change their own shop only, managers its details, the system founds shops', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, fish, meal, riceFields } = await createShop(rig)
  const fields = { ...riceFields, name: '馒头' }
  for (const by of [anonymous, customer]) {
    await assert.rejects(rig.as(by).createDish({ shopId, fields }), { kind: 'forbidden' })
    await assert.rejects(rig.as(by).setShopOpen({ shopId, open: true }), { kind: 'forbidden' })
    await assert.rejects(rig.as(by).deleteDish({ dishId: '999' }), { kind: 'forbidden' })
  }
  const stranger = rig.as(managerOf('99'))
  await assert.rejects(stranger.createDish({ shopId, fields }), { reason: 'SHOP_MISSING' })
  await assert.rejects(stranger.updateShop({ shopId, fields: shopFields }), { reason: 'SHOP_MISSING' })
  await assert.rejects(stranger.updateDish({ dishId: fish.id, fields }), { reason: 'DISH_MISSING' })
  await assert.rejects(stranger.deleteSetMeal({ setMealId: meal.id }), { reason: 'SET_MEAL_MISSING' })
  await assert.rejects(stranger.deleteCategory({ categoryId: dishCategoryId }), {
    reason: 'CATEGORY_MISSING',
  })
  const staff = rig.as(staffOf(shopId))
  await assert.rejects(staff.updateShop({ shopId, fields: shopFields }), { kind: 'forbidden' })
  await assert.rejects(staff.createShop({ fields: shopFields }), { kind: 'forbidden' })
  assert.deepEqual(await rig.announced(), [])
  assert.equal((await staff.setShopOpen({ shopId, open: true })).open, true)
  const renamed = { ...shopFields, name: '苍穹二店' }
  assert.equal((await rig.as(managerOf(shopId)).updateShop({ shopId, fields: renamed })).name, '苍穹二店')
  assert.equal((await rig.as(anonymous).getShop({ shopId })).name, '苍穹二店')
})

test('option groups keep their numbers until they are changed', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, fish } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const numbers = () =>
    rig.storage.read('numbers', async (db) => {
      const rows = await db.selectFrom('option_group').select(['id', 'name']).orderBy('position').execute()
      return rows.map(({ id, name }) => `${id} ${name}`)
    })
  const before = await numbers()
  await calls.setDishOnSale({ dishId: fish.id, onSale: false })
  assert.deepEqual(await numbers(), before)
  const fields = { ...dishFields, categoryId: dishCategoryId, optionGroups: [extras, spiciness] }
  const { optionGroups } = await calls.updateDish({ dishId: fish.id, fields })
  assert.deepEqual(optionGroups, fields.optionGroups)
  assert.deepEqual((await calls.getDish({ dishId: fish.id })).optionGroups, fields.optionGroups)
  assert.equal((await numbers()).length, 2)
})

test('a dish or set meal of another shop is not there for staff, on sale or not', async (t) => {
  const rig = await createRig(t)
  const { shopId, rice, meal } = await createShop(rig)
  for (const by of [staffOf('999'), managerOf('999')]) {
    const calls = rig.as(by)
    await assert.rejects(calls.getDish({ dishId: rice.id }), { reason: 'DISH_MISSING' })
    await assert.rejects(calls.getSetMeal({ setMealId: meal.id }), { reason: 'SET_MEAL_MISSING' })
  }
  assert.equal((await rig.as(customer).getDish({ dishId: rice.id })).id, rice.id)
  assert.equal((await rig.as(staffOf(shopId)).getDish({ dishId: rice.id })).id, rice.id)
})
