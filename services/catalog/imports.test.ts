import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CategoryKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { createRig, customer, shopFields, spiciness, staffOf, system } from './catalog.fixture.ts'

const category = { kind: CategoryKind.DISH, name: '传统主食', sort: 9, enabled: true }
const meals = { ...category, kind: CategoryKind.SET_MEAL, name: '人气套餐' }
const rice = { categoryId: '12', name: '米饭', priceFen: 200, image: '', description: '', optionGroups: [] }

const menu = {
  categories: [
    { oldId: '12', fields: category },
    { oldId: '13', fields: meals },
  ],
  dishes: [
    { oldId: '49', fields: { ...rice, optionGroups: [spiciness] }, onSale: true },
    { oldId: '50', fields: { ...rice, name: '馒头' }, onSale: false },
  ],
  setMeals: [
    {
      oldId: '1',
      fields: { ...rice, categoryId: '13', name: '一荤一素', parts: [{ dishId: '49', copies: 2 }] },
      onSale: true,
    },
    {
      oldId: '2',
      fields: { ...rice, categoryId: '13', name: '停售套餐', parts: [{ dishId: '50', copies: 1 }] },
      onSale: true,
    },
  ],
}

async function openShop(t: Parameters<typeof createRig>[0]) {
  const rig = await createRig(t)
  const { id: shopId } = await rig.as(system).createShop({ fields: shopFields })
  return { rig, shopId, importMenu: (wish: object) => rig.as(system).importMenu({ shopId, ...wish }) }
}

test('a menu comes over under its old numbers, on sale as it was, and is announced', async (t) => {
  const { rig, importMenu } = await openShop(t)
  await rig.announced()
  const { imported } = await importMenu(menu)
  assert.deepEqual(
    imported.map(({ id, skipped }) => [id, skipped]),
    ['12', '13', '49', '50', '1', '2'].map((id) => [id, '']),
  )
  const calls = rig.as(system)
  assert.deepEqual((await calls.getDish({ dishId: '49' })).optionGroups, [spiciness])
  assert.equal((await calls.getDish({ dishId: '49' })).onSale, true)
  assert.equal((await calls.getDish({ dishId: '50' })).onSale, false)
  assert.equal((await calls.getSetMeal({ setMealId: '1' })).onSale, true)
  assert.equal((await calls.getSetMeal({ setMealId: '2' })).onSale, false, 'it holds a stopped dish')
  assert.equal((await rig.announced()).length, 6)
})

test('a second time nothing is added and nothing changed, whatever it says', async (t) => {
  const { rig, importMenu } = await openShop(t)
  await importMenu(menu)
  const { imported } = await importMenu({
    dishes: [{ oldId: '49', fields: { ...rice, name: '新米饭', priceFen: 1 }, onSale: false }],
  })
  assert.deepEqual(imported, [{ oldId: '49', id: '49', skipped: 'ALREADY_IMPORTED' }])
  assert.equal((await rig.as(system).getDish({ dishId: '49' })).priceFen, 200)
})

test('where a number is taken another is given, and what has the name stands for it', async (t) => {
  const { rig, shopId, importMenu } = await openShop(t)
  const own = await rig.as(system).createCategory({ shopId, fields: category })
  const { imported } = await importMenu({
    categories: [
      { oldId: '7', fields: category },
      { oldId: own.id, fields: { ...category, name: '酒水饮料' } },
    ],
  })
  const [same, other] = imported
  assert.deepEqual(same, { oldId: '7', id: own.id, skipped: 'NAME_TAKEN' })
  assert.notEqual(other?.id, own.id)
  assert.equal(other?.skipped, '')
})

test('what breaks a rule of the menu stays behind alone', async (t) => {
  const { importMenu } = await openShop(t)
  await importMenu({ categories: menu.categories })
  const { imported } = await importMenu({
    dishes: [
      { oldId: '1', fields: { ...rice, priceFen: 0 }, onSale: true },
      { oldId: '2', fields: { ...rice, categoryId: '99' }, onSale: true },
      { oldId: '3', fields: { ...rice, categoryId: '13' }, onSale: true },
      { oldId: '4', fields: rice, onSale: true },
    ],
  })
  assert.deepEqual(
    imported.map(({ id, skipped }) => [id, skipped]),
    [
      ['', 'FIELDS_INVALID'],
      ['', 'CATEGORY_MISSING'],
      ['', 'CATEGORY_KIND_WRONG'],
      ['4', ''],
    ],
  )
})

test('only the system brings a menu in', async (t) => {
  const { rig, shopId } = await openShop(t)
  for (const by of [customer, staffOf(shopId)])
    await assert.rejects(rig.as(by).importMenu({ shopId, ...menu }), { reason: 'ROLE_MISSING' })
})
