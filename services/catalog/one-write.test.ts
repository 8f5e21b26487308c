import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CategoryKind, OptionGroupKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { createRig, createShop, dishFields, extras, spiciness, staffOf } from './catalog.fixture.ts'

test('a set meal that cannot be on sale is refused as a whole and leaves nothing behind', async (t) => {
  const rig = await createRig(t)
  const { shopId, rice, mealFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  await calls.setDishOnSale({ dishId: rice.id, onSale: false })
  await rig.announced()
  const fields = { ...mealFields, name: '双人餐' }
  const before = await calls.listSetMeals({ shopId })
  await assert.rejects(calls.createSetMeal({ shopId, fields, onSale: true }), {
    reason: 'SET_MEAL_NOT_SELLABLE',
  })
  assert.deepEqual(await calls.listSetMeals({ shopId }), before)
  assert.deepEqual(await rig.announced(), [])
  await calls.setDishOnSale({ dishId: rice.id, onSale: true })
  const { onSale } = await calls.createSetMeal({ shopId, fields, onSale: true })
  assert.equal(onSale, true, 'its name is still free')
})

test('a dish is on sale from the beginning where that is asked for, and announced once', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId: categoryId } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const fields = { ...dishFields, categoryId, name: '清蒸鲈鱼' }
  const { id, onSale } = await calls.createDish({ shopId, fields, onSale: true })
  assert.deepEqual([onSale, (await calls.getDish({ dishId: id })).onSale], [true, true])
  assert.equal((await rig.announced()).length, 1)
  const { onSale: isLater } = await calls.createDish({ shopId, fields: { ...fields, name: '红烧鲈鱼' } })
  assert.equal(isLater, false)
})

test('a category renamed and disabled at once thirty times is what each said last', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId: categoryId } = await createShop(rig)
  const [one, other] = [rig.as(staffOf(shopId), 0), rig.as(staffOf(shopId), 1)]
  for (let round = 0; round < 30; round += 1) {
    const enabled = round % 2 === 1
    const name = `水煮${round}`
    await Promise.all([
      one.changeCategory({ categoryId, name }),
      other.changeCategory({ categoryId, enabled }),
      one.changeCategory({ categoryId, sort: round }),
    ])
    const { categories } = await one.listCategories({ shopId })
    const found = categories.find(({ id }) => id === categoryId)
    assert.deepEqual([found?.name, found?.enabled, found?.sort], [name, enabled, round])
    assert.equal(found?.kind, CategoryKind.DISH)
  }
})

test('a change of a category is held to what a whole one is', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId: categoryId } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const turned = calls.changeCategory({ categoryId, kind: CategoryKind.SET_MEAL })
  await assert.rejects(turned, { reason: 'CATEGORY_KIND_WRONG' })
  await assert.rejects(calls.changeCategory({ categoryId, name: '人气套餐' }), { reason: 'NAME_TAKEN' })
  await assert.rejects(calls.changeCategory({ categoryId, sort: -1 }), { reason: 'FIELDS_INVALID' })
  await assert.rejects(calls.changeCategory({ categoryId: '999' }), { reason: 'CATEGORY_MISSING' })
  await assert.rejects(rig.as(staffOf('99')).changeCategory({ categoryId, name: '水' }), {
    reason: 'CATEGORY_MISSING',
  })
})

test('options that are written by name alone keep their terms, and new ones are free flavours', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId: categoryId, fish } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const named = (name: string, ...choices: string[]) => ({
    ...{ name, minimum: 0, maximum: 1, choices: choices.map((choice) => ({ name: choice, priceFen: 0 })) },
  })
  const optionGroups = [named('加料', '青菜', '腐竹'), named('辣度', '重辣'), named('温度', '去冰', '热')]
  const wish = { dishId: fish.id, fields: { ...dishFields, categoryId, optionGroups } }
  const { optionGroups: kept } = await calls.updateDish({ ...wish, keepsOptionTerms: true })
  assert.deepEqual(kept, [
    {
      ...{ kind: OptionGroupKind.ADDITION, name: '加料', minimum: 0, maximum: 2 },
      choices: [
        { name: '青菜', priceFen: extras.choices[2]?.priceFen },
        { name: '腐竹', priceFen: 0 },
      ],
    },
    { ...spiciness, choices: [{ name: '重辣', priceFen: 100 }] },
    { ...named('温度', '去冰', '热'), kind: OptionGroupKind.FLAVOUR },
  ])
  const { optionGroups: replaced } = await calls.updateDish(wish)
  assert.deepEqual(replaced[0]?.maximum, 1, 'whoever knows the terms replaces them')
})

test('what customers can order now is on sale, in a category that is shown, at its mealtime', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId: categoryId, mealCategoryId, rice, meal, riceFields } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const served = async () => {
    const asked = { shopId, servedNow: true }
    const [{ dishes }, { setMeals }] = await Promise.all([
      calls.listDishes({ ...asked, categoryId }),
      calls.listSetMeals(asked),
    ])
    return [...dishes, ...setMeals].map(({ name }) => name)
  }
  assert.deepEqual(await served(), ['老坛酸菜鱼', '米饭', '酸菜鱼套餐'])
  const evening = { times: [{ fromMinute: 17 * 60, toMinute: 21 * 60 }] }
  await calls.updateDish({ dishId: rice.id, fields: { ...riceFields, mealtimes: evening } })
  assert.deepEqual(await served(), ['老坛酸菜鱼', '酸菜鱼套餐'], 'it is noon')
  await rig.clock.advance(6 * 3_600_000)
  assert.deepEqual(await served(), ['老坛酸菜鱼', '米饭', '酸菜鱼套餐'])
  await calls.setSetMealOnSale({ setMealId: meal.id, onSale: false })
  assert.deepEqual(await served(), ['老坛酸菜鱼', '米饭'])
  await calls.changeCategory({ categoryId, enabled: false })
  await calls.setSetMealOnSale({ setMealId: meal.id, onSale: true })
  assert.deepEqual(await served(), ['酸菜鱼套餐'])
  await calls.changeCategory({ categoryId: mealCategoryId, enabled: false })
  assert.deepEqual(await served(), [])
  assert.equal((await calls.listDishes({ shopId })).dishes.length, 2, 'staff see all of them')
})
