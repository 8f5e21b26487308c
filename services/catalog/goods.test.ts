import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CategoryKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { type CatalogCalls, createRig, createShop, customer, dishFields, staffOf } from './catalog.fixture.ts'

const namesOf = (things: readonly { readonly name: string }[]) => things.map((thing) => thing.name)

/** Dishes like the first, under these names, not on sale. */
async function addDishes(calls: CatalogCalls, shopId: string, categoryId: string, names: readonly string[]) {
  const ids: string[] = []
  for (const name of names) {
    const { id } = await calls.createDish({ shopId, fields: { ...dishFields, categoryId, name } })
    ids.push(id)
  }
  return ids
}

test('dishes and set meals are found by part of their name, category and on sale or not', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, mealCategoryId } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  await addDishes(calls, shopId, dishCategoryId, ['Fish饭', '鱼香茄子'])
  const dishes = async (wanted: object) => namesOf((await calls.searchDishes({ shopId, ...wanted })).dishes)
  assert.deepEqual(await dishes({ name: '鱼' }), ['鱼香茄子', '老坛酸菜鱼'], 'newest first')
  assert.deepEqual(await dishes({ name: '鱼', onSale: true }), ['老坛酸菜鱼'])
  assert.deepEqual(await dishes({ onSale: false }), ['鱼香茄子', 'Fish饭'])
  assert.deepEqual(await dishes({ name: 'fISH' }), ['Fish饭'])
  assert.deepEqual(await dishes({ name: '%' }), [])
  assert.deepEqual(await dishes({ categoryId: mealCategoryId }), [])
  const { setMeals } = await calls.searchSetMeals({ shopId, name: '套餐', onSale: true })
  assert.deepEqual(namesOf(setMeals), ['酸菜鱼套餐'])
  const categories = async (wanted: object) =>
    namesOf((await calls.searchCategories({ shopId, ...wanted })).categories)
  assert.deepEqual(await categories({}), ['水煮鱼', '人气套餐'])
  assert.deepEqual(await categories({ kind: CategoryKind.SET_MEAL }), ['人气套餐'])
  assert.deepEqual(await categories({ name: '鱼', kind: CategoryKind.SET_MEAL }), [])
})

test('pages by number or by cursor are the whole list, and each tells how much there is', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  await addDishes(calls, shopId, dishCategoryId, ['一号', '二号', '三号', '四号', '五号'])
  const search = (page: object) => calls.searchDishes({ shopId, name: '号', page: { limit: 2, ...page } })
  const found = await Promise.all([1, 2, 3, 4].map((number) => search({ number })))
  assert.deepEqual(
    found.map(({ dishes, total }) => [namesOf(dishes), total]),
    [
      [['五号', '四号'], 5],
      [['三号', '二号'], 5],
      [['一号'], 5],
      [[], 5],
    ],
  )
  const seen: string[] = []
  let cursor = ''
  do {
    const { dishes, nextCursor } = await search({ cursor })
    seen.push(...namesOf(dishes))
    cursor = nextCursor
  } while (cursor !== '')
  assert.deepEqual(seen, ['五号', '四号', '三号', '二号', '一号'])
  for (const wrong of [
    { limit: 101 },
    { limit: -1 },
    { number: -1 },
    { number: 1, cursor: '0_-1' },
    { cursor: 'x' },
  ])
    await assert.rejects(search(wrong), { kind: 'invalid', reason: 'PARAMETER_INVALID' })
})

test('several are deleted together or not at all, and all that are in the way are named', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, fish, rice, meal } = await createShop(rig)
  const other = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const [one = '', two = ''] = await addDishes(calls, shopId, dishCategoryId, ['一号', '二号'])
  const remaining = async () => (await calls.listDishes({ shopId })).dishes.length
  const refused = async (dishIds: string[], reason: string, details: object) => {
    await assert.rejects(calls.deleteDishes({ shopId, dishIds }), { reason, details })
    assert.equal(await remaining(), 4)
  }
  const both = { ids: `${fish.id},${rice.id}`, names: '老坛酸菜鱼、米饭' }
  await refused([one, fish.id, two, rice.id], 'DISH_ON_SALE', both)
  await refused([one, other.fish.id], 'DISH_MISSING', { id: other.fish.id })
  await calls.setDishOnSale({ dishId: rice.id, onSale: false })
  await refused([one, rice.id], 'DISH_IN_SET_MEAL', { ids: rice.id, names: '米饭' })
  for (const dishIds of [[], Array.from({ length: 101 }, (_, n) => String(n + 1))])
    await assert.rejects(calls.deleteDishes({ shopId, dishIds }), { reason: 'FIELDS_INVALID' })
  await assert.rejects(rig.as(staffOf('77')).deleteDishes({ shopId, dishIds: [one] }), { kind: 'missing' })
  await assert.rejects(rig.as(customer).deleteDishes({ shopId, dishIds: [one] }), { kind: 'forbidden' })

  await rig.announced()
  await calls.deleteDishes({ shopId, dishIds: [one, two] })
  assert.equal((await rig.announced()).length, 2)
  assert.equal(await remaining(), 2)
  await assert.rejects(calls.getDish({ dishId: one }), { reason: 'DISH_MISSING' })
  await calls.setDishOnSale({ dishId: rice.id, onSale: true })
  await calls.setSetMealOnSale({ setMealId: meal.id, onSale: true })
  const setMealIds = [meal.id]
  await assert.rejects(calls.deleteSetMeals({ shopId, setMealIds }), {
    ...{ reason: 'SET_MEAL_ON_SALE', details: { ids: meal.id, names: '酸菜鱼套餐' } },
  })
  await calls.setSetMealOnSale({ setMealId: meal.id, onSale: false })
  await calls.deleteSetMeals({ shopId, setMealIds })
  assert.deepEqual((await calls.listSetMeals({ shopId })).setMeals, [])
})

test('a whole list is put in order at once, here and in every memory; what is new comes last', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, mealCategoryId, fish, rice, riceFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const [one = ''] = await addDishes(calls, shopId, dishCategoryId, ['一号'])
  const there = rig.as(staffOf(shopId), 1)
  const dishes = async () => namesOf((await there.listDishes({ shopId, categoryId: dishCategoryId })).dishes)
  assert.deepEqual(await dishes(), ['老坛酸菜鱼', '米饭', '一号'])
  const dishIds = [rice.id, fish.id, one]
  const sorted = await calls.sortDishes({ categoryId: dishCategoryId, dishIds })
  assert.deepEqual(namesOf(sorted.dishes), ['米饭', '老坛酸菜鱼', '一号'])
  assert.deepEqual(await dishes(), ['米饭', '老坛酸菜鱼', '一号'])
  await addDishes(calls, shopId, dishCategoryId, ['二号'])
  await calls.updateDish({ dishId: rice.id, fields: { ...riceFields, priceFen: 300 } })
  assert.deepEqual(await dishes(), ['米饭', '老坛酸菜鱼', '一号', '二号'])
  await rig.announced()
  await calls.sortDishes({
    categoryId: dishCategoryId,
    dishIds: (await there.listDishes({ shopId })).dishes.map(({ id }) => id),
  })
  assert.deepEqual(await rig.announced(), [], 'nothing moved')

  const { categories } = await calls.sortCategories({ shopId, categoryIds: [mealCategoryId, dishCategoryId] })
  assert.deepEqual(namesOf(categories), ['人气套餐', '水煮鱼'])
  const menu = JSON.parse(new TextDecoder().decode((await there.getMenu({ shopId })).body))
  assert.deepEqual(namesOf(menu.categories), ['人气套餐', '水煮鱼'])
})

test('an order that does not name each of them once changes nothing', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, mealCategoryId, fish, rice, meal } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const categoryId = dishCategoryId
  for (const dishIds of [[], [rice.id], [rice.id, rice.id], [rice.id, fish.id, meal.id], [rice.id, '999']])
    await assert.rejects(calls.sortDishes({ categoryId, dishIds }), {
      ...{ kind: 'conflict', reason: 'LIST_CHANGED' },
    })
  for (const categoryIds of [[mealCategoryId], [mealCategoryId, mealCategoryId]])
    await assert.rejects(calls.sortCategories({ shopId, categoryIds }), { reason: 'LIST_CHANGED' })
  const dishIds = [rice.id, fish.id]
  await assert.rejects(rig.as(staffOf('77')).sortDishes({ categoryId, dishIds }), { kind: 'missing' })
  await assert.rejects(rig.as(customer).sortDishes({ categoryId, dishIds }), { kind: 'forbidden' })
  assert.deepEqual(namesOf((await calls.listDishes({ shopId })).dishes), ['老坛酸菜鱼', '米饭'])
  await calls.sortSetMeals({ categoryId: mealCategoryId, setMealIds: [meal.id] })
})

test('a dish tells which of its set meals may be started again', async (t) => {
  const rig = await createRig(t)
  const { shopId, fish, rice, meal } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const standing = async () => {
    const { setMeals } = await calls.listSetMealsOfDish({ dishId: rice.id })
    return setMeals.map(({ id, onSale, startable }) => [id, onSale, startable])
  }
  assert.deepEqual(await standing(), [[meal.id, true, false]])
  for (const { id } of [rice, fish]) await calls.setDishOnSale({ dishId: id, onSale: false })
  await calls.setDishOnSale({ dishId: rice.id, onSale: true })
  assert.deepEqual(await standing(), [[meal.id, false, false]], 'the fish is still off')
  await calls.setDishOnSale({ dishId: fish.id, onSale: true })
  assert.deepEqual(await standing(), [[meal.id, false, true]])
  await calls.setSetMealOnSale({ setMealId: meal.id, onSale: true })
  assert.deepEqual(await standing(), [[meal.id, true, false]])
})

test('who writes over what somebody has just changed is refused', async (t) => {
  const rig = await createRig(t)
  const { shopId, rice, riceFields, meal, mealFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const { version: read } = await calls.getDish({ dishId: rice.id })
  const dish = (version?: number) => calls.updateDish({ dishId: rice.id, fields: { ...riceFields, version } })
  const { version } = await dish(read)
  const details = { id: rice.id, version: String(version) }
  await assert.rejects(dish(read), { kind: 'conflict', reason: 'ITEM_CHANGED', details })
  assert.equal((await calls.getDish({ dishId: rice.id })).version, version)
  await dish(version)
  await dish()
  const setMealId = meal.id
  const fields = { ...mealFields, version: (await calls.getSetMeal({ setMealId })).version }
  await calls.updateSetMeal({ setMealId, fields })
  await assert.rejects(calls.updateSetMeal({ setMealId, fields }), { reason: 'ITEM_CHANGED' })
})

test('of many who write over the same version one succeeds', async (t) => {
  const rig = await createRig(t)
  const { shopId, rice, riceFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const { version } = await calls.getDish({ dishId: rice.id })
  const fields = { ...riceFields, version }
  const racing = Array.from({ length: 8 }, () => calls.updateDish({ dishId: rice.id, fields }))
  const settled = await Promise.allSettled(racing)
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
})
