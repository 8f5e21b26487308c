import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CategoryKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { manualClock } from '#kit/clock.ts'
import {
  anonymous,
  createRig,
  createShop,
  dishFields,
  managerOf,
  type Rig,
  shopFields,
} from './catalog.fixture.ts'
import { createMenus } from './menus.ts'
import { createCatalogStore } from './store.ts'

async function menuOf(rig: Rig, shopId: string, instance: 0 | 1 = 0) {
  const { etag, body } = await rig.as(anonymous, instance).getMenu({ shopId })
  return { etag, body, menu: JSON.parse(new TextDecoder().decode(body)) }
}

test('the menu shows what is on sale, category by category, in their order', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, mealCategoryId, fish, rice, meal } = await createShop(rig)
  const { menu } = await menuOf(rig, shopId)
  const { id, name, priceFen, image, description, optionGroups } = fish
  const groups = optionGroups.map((group) => ({ ...group, kind: 'ADDITION' }))
  const allDay = { mealtimes: [], servedNow: true }
  assert.deepEqual(menu.shop, {
    ...{ id: shopId, open: false, timeZone: 'Asia/Shanghai', ...shopFields },
    ...{ openNow: false, opensAt: null, closesAt: null },
    ...{ preparationMinutes: 20, deliveryMinutes: 30, slotCapacity: 0, busyMinutes: 0, busyUntil: null },
  })
  assert.deepEqual(menu.categories, [
    {
      id: dishCategoryId,
      name: '水煮鱼',
      kind: 'DISH',
      mealtimes: [],
      dishes: [
        { id, name, priceFen, image, description, optionGroups: groups, ...allDay },
        { id: rice.id, name: '米饭', priceFen: 200, image: '', description: '', optionGroups: [], ...allDay },
      ],
      setMeals: [],
    },
    {
      id: mealCategoryId,
      name: '人气套餐',
      kind: 'SET_MEAL',
      mealtimes: [],
      dishes: [],
      setMeals: [
        {
          id: meal.id,
          name: '酸菜鱼套餐',
          priceFen: 5800,
          image: '',
          description: '',
          parts: [
            { dishId: fish.id, name: '老坛酸菜鱼', copies: 1 },
            { dishId: rice.id, name: '米饭', copies: 2 },
          ],
          ...allDay,
        },
      ],
    },
  ])
})

test('stopped items, disabled categories and categories left empty are not on the menu', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, fish, rice } = await createShop(rig)
  const calls = rig.as(managerOf(shopId))
  const shown = async () => {
    const { menu } = await menuOf(rig, shopId)
    return menu.categories.map((category: { name: string; dishes: { name: string }[] }) => [
      category.name,
      category.dishes.map((dish) => dish.name),
    ])
  }
  await calls.setDishOnSale({ dishId: rice.id, onSale: false })
  assert.deepEqual(await shown(), [['水煮鱼', ['老坛酸菜鱼']]])
  const fields = { kind: CategoryKind.DISH, name: '水煮鱼', sort: 1 }
  await calls.updateCategory({ categoryId: dishCategoryId, fields: { ...fields, enabled: false } })
  assert.deepEqual(await shown(), [])
  await calls.updateCategory({ categoryId: dishCategoryId, fields: { ...fields, enabled: true } })
  assert.deepEqual(await shown(), [['水煮鱼', ['老坛酸菜鱼']]])
  await calls.setDishOnSale({ dishId: fish.id, onSale: false })
  assert.deepEqual(await shown(), [])
})

test('the ETag changes with every change that customers can see, everywhere, and only then', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, mealCategoryId, fish, rice, meal, mealFields } = await createShop(rig)
  const calls = rig.as(managerOf(shopId))
  const { id: spareId } = await calls.createDish({
    shopId,
    fields: { ...dishFields, name: '备用菜', categoryId: dishCategoryId },
  })
  const categoryFields = { kind: CategoryKind.DISH, name: '水煮鱼', sort: 99, enabled: true }
  const onFish = { ...dishFields, categoryId: dishCategoryId, priceFen: 1 }
  const visible: Record<string, () => Promise<unknown>> = {
    open: () => calls.setShopOpen({ shopId, open: true }),
    fees: () => calls.updateShop({ shopId, fields: { ...shopFields, packingFeeFen: 1 } }),
    price: () => calls.updateDish({ dishId: fish.id, fields: onFish }),
    options: () => calls.updateDish({ dishId: fish.id, fields: { ...onFish, optionGroups: [] } }),
    order: () => calls.updateCategory({ categoryId: dishCategoryId, fields: categoryFields }),
    meal: () => calls.updateSetMeal({ setMealId: meal.id, fields: { ...mealFields, name: '单人餐' } }),
    stopped: () => calls.setSetMealOnSale({ setMealId: meal.id, onSale: false }),
    started: () => calls.setSetMealOnSale({ setMealId: meal.id, onSale: true }),
    cascade: () => calls.setDishOnSale({ dishId: rice.id, onSale: false }),
    spare: () => calls.setDishOnSale({ dishId: spareId, onSale: true }),
  }
  let before = (await menuOf(rig, shopId)).etag
  for (const [name, change] of Object.entries(visible)) {
    await change()
    const [here, there] = await Promise.all([menuOf(rig, shopId), menuOf(rig, shopId, 1)])
    assert.equal(here.etag, there.etag, name)
    assert.match(here.etag, /^"[0-9a-f]{64}"$/)
    assert.notEqual(here.etag, before, name)
    before = here.etag
  }
  const { etag } = await menuOf(rig, shopId)
  const invisible = [
    () => calls.updateDish({ dishId: fish.id, fields: { ...onFish, optionGroups: [] } }),
    () => calls.updateSetMeal({ setMealId: meal.id, fields: { ...mealFields, priceFen: 1 } }),
    () => calls.createCategory({ shopId, fields: { ...categoryFields, name: '空分类', sort: 1 } }),
    () => rig.as({ kind: 'system', id: 'test' }).createShop({ fields: shopFields }),
    () =>
      calls.createSetMeal({ shopId, fields: { ...mealFields, categoryId: mealCategoryId, name: '新餐' } }),
  ]
  for (const change of invisible) {
    await change()
    assert.equal((await menuOf(rig, shopId)).etag, etag)
  }
})

test('an unchanged menu is not read again', async (t) => {
  const rig = await createRig(t)
  const { shopId } = await createShop(rig)
  const { etag } = await menuOf(rig, shopId)
  await rig.storage.tx('spoil', (tx) => tx.db.updateTable('dish').set({ description: '偷改' }).execute())
  assert.equal((await menuOf(rig, shopId)).etag, etag, 'only a new version makes the shop be read again')
  await rig.as(managerOf(shopId)).setShopOpen({ shopId, open: true })
  assert.match(new TextDecoder().decode((await menuOf(rig, shopId)).body), /偷改/)
})

test('a menu is encoded once for as long as the shop stands still', async (t) => {
  const rig = await createRig(t)
  const { shopId } = await createShop(rig)
  const needs = { storage: rig.storage, outbox: { announce: async () => undefined }, shopsInMemory: () => 9 }
  const store = createCatalogStore({ ...needs, clock: manualClock(0) })
  const menus = createMenus()
  const first = menus.menuOf(await store.catalogOf(shopId), 1000)
  assert.equal(menus.menuOf(await store.catalogOf(shopId), 2000), first)
  await rig.as(managerOf(shopId)).setShopOpen({ shopId, open: true })
  assert.notEqual(menus.menuOf(await store.catalogOf(shopId), 2000), first)
})
