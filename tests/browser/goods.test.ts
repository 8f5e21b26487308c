import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { newKey, until } from '../journeys/api.ts'
import { expect } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { enterAsStaff } from './entering.ts'

let stage: Stage
let page: Page
let troubles: readonly string[]
before(async () => {
  if (skip) return
  stage = await createStage()
  const visit = await stage.desk()
  page = visit.page
  troubles = visit.troubles
  await enterAsStaff(page, stage.url)
})
after(() => stage?.close())

const manager = () => stage.people.manager
const shop = (path: string) => `/v1/shops/${stage.people.shopId}${path}`
const names = async (path: string) =>
  ((await manager().get(path)).body.items as { name: string }[]).map(({ name }) => name)
const first = (path: string, name: string) =>
  until(
    `${name} to come first`,
    () => names(path),
    ([one]) => one === name,
  )

test('categories are put in order by keyboard, which keeps its place, and by dragging', {
  skip,
}, async () => {
  await page.goto('/console/#/categories')
  const [one = '', two = ''] = await names(shop('/categories'))
  await page.getByRole('button', { name: `下移 ${one}` }).focus()
  await page.keyboard.press('Enter')
  await page.getByText(`${one} 移到第 2 位`).waitFor({ state: 'attached' })
  await first(shop('/categories'), two)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await first(shop('/categories'), one)
  await page
    .locator('tbody tr', { has: page.getByLabel(`改名 ${two}`) })
    .locator('.grip')
    .dragTo(page.getByLabel(`改名 ${one}`))
  await first(shop('/categories'), two)
  await assertAccessible(page, 'the categories')
})

test('the dishes of a category are put in order where the category is chosen', { skip }, async () => {
  await page.goto('/console/#/items')
  await page.locator('tbody tr').first().waitFor()
  const [category] = (await manager().get(shop('/categories'))).body.items as { id: string; name: string }[]
  assert.ok(category)
  await page.getByRole('combobox', { name: '分类', exact: true }).selectOption(category.id)
  await page.getByRole('button', { name: '调整顺序' }).click()
  const list = shop(`/dishes?categoryId=${category.id}`)
  const [, second = ''] = await names(list)
  await page.getByRole('button', { name: `上移 ${second}` }).click()
  await first(list, second)
  await assertAccessible(page, 'dishes in order')
  await picture(page, 'console-items-order')
  await page.getByRole('button', { name: '完成排序' }).click()
})

test('a change of stock has a reason and is seen among what moved it', { skip }, async () => {
  const dishId = await stage.people.newDish(1800, 20)
  const { name } = (await manager().get(`/v1/dishes/${dishId}`)).body
  await page.goto('/console/#/stock')
  await page.getByRole('searchbox').fill(name)
  await page.getByRole('button', { name: `库存与流水 ${name}` }).click()
  const drawer = page.getByRole('dialog', { name: `库存 · ${name}` })
  await drawer.getByLabel('增减数量').fill('-3')
  await drawer.getByRole('button', { name: '损耗' }).click()
  await drawer.getByRole('button', { name: '记录增减' }).click()
  const row = drawer.getByRole('row').filter({ hasText: '损耗' })
  await row.getByText('−3').waitFor()
  await row.getByText('店长').waitFor()
  await drawer.getByLabel('低于几份提醒').fill('18')
  await drawer.getByRole('button', { name: '保存提醒线' }).click()
  await drawer.getByText('快售完').waitFor()
  await assertAccessible(page, 'the stock of a dish')
  await picture(page, 'console-stock')
  const { items } = (await manager().get(shop('/stock'))).body
  const kept = items.find((item: { dishId: string }) => item.dishId === dishId)
  assert.deepEqual([kept.onHand, kept.lowAt], [17, 18])
})

test('the kitchen sees at once that a dish has run out', { skip }, async () => {
  const dishId = await stage.people.newDish(1800, 1)
  const { name } = (await manager().get(`/v1/dishes/${dishId}`)).body
  await page.goto('/console/#/kitchen')
  const gone = page.getByRole('region', { name: '今日售罄' })
  await gone.getByText('都有货').waitFor()
  const path = shop(`/stock/${dishId}/adjustments`)
  expect(await manager().send('POST', path, { delta: -1, reason: '打翻了' }, newKey()), 200)
  await page.getByText(`${name} 已经售完`).waitFor()
  await gone.getByRole('listitem').filter({ hasText: name }).waitFor()
})

test('two people who change a dish at once lose nothing: the second chooses field by field', {
  skip,
}, async () => {
  const dishId = await stage.people.newDish(1800)
  const dish = (await manager().get(`/v1/dishes/${dishId}`)).body
  const { categoryId, name } = dish
  await page.goto('/console/#/items')
  await page.getByRole('searchbox').fill(name)
  await page.getByRole('button', { name: `编辑 ${name}` }).click()
  const drawer = page.getByRole('dialog', { name: `编辑 · ${name}` })
  await drawer.getByLabel('价格').fill('21.00')
  const theirs = { categoryId, name, priceFen: 1900, description: '新描述' }
  expect(await manager().send('PUT', `/v1/dishes/${dishId}`, theirs), 200)
  await drawer.getByRole('button', { name: '保存' }).click()
  await drawer.getByText('别人刚刚改过').waitFor()
  await drawer.getByLabel('现在的: 19.00').waitFor()
  await assertAccessible(page, 'the difference')
  await picture(page, 'console-conflict')
  await drawer.getByRole('button', { name: '保存' }).first().click()
  await drawer.waitFor({ state: 'detached' })
  const kept = (await manager().get(`/v1/dishes/${dishId}`)).body
  assert.deepEqual([kept.priceFen, kept.description], [2100, '新描述'])
})

test('who stops a dish is told which set meals stop with it, and who deletes it what hinders', {
  skip,
}, async () => {
  const meals = (await manager().get(shop('/set-meals'))).body.items as {
    name: string
    parts: { name: string }[]
  }[]
  const [meal] = meals
  const name = meal?.parts[0]?.name ?? ''
  await page.goto('/console/#/items')
  await page.getByRole('searchbox').fill(name)
  await page.getByRole('button', { name: `删除 ${name}`, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '这道菜在套餐里' })
  await dialog.getByText('不能删除').waitFor()
  await dialog.getByText(meal?.name ?? '', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await page.locator('tbody tr').filter({ hasText: name }).first().locator('.el-switch').click()
  await dialog.getByText('会同时停售').waitFor()
  await assertAccessible(page, 'what stops with a dish')
  await dialog.getByRole('button', { name: '取消' }).click()
  // The refusal of the second writer is told to the console too.
  assert.deepEqual(
    troubles.filter((trouble) => !trouble.includes('409')),
    [],
  )
})
