import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { until } from '../journeys/api.ts'
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
  await page.goto('/console/#/shop')
})
after(() => stage?.close())

async function open(tab: string, picturedAs: string): Promise<void> {
  await page.getByRole('tab', { name: tab }).click()
  await page.getByRole('tabpanel', { name: tab }).getByRole('button').first().waitFor()
  await assertAccessible(page, tab)
  await picture(page, picturedAs)
}
const shop = async (path: string) =>
  (await stage.people.manager.get(`/v1/shops/${stage.people.shopId}${path}`)).body

test('hours and special dates are set on their tab', { skip }, async () => {
  await open('营业时间', 'console-shop-hours')
  await page.getByLabel('日期').fill('2027-02-05')
  await page.getByRole('button', { name: '添加日期' }).click()
  await page.getByText('2027-02-05 全天休息').waitFor()
  assert.deepEqual((await shop('/hours')).exceptions, [{ date: '2027-02-05', ranges: [] }])
})

test('how long the kitchen takes, and that it is busy, is set on its tab', { skip }, async () => {
  await open('出餐与预订', 'console-shop-pace')
  await page.getByLabel('每个时段最多订单').fill('7')
  await page.getByRole('button', { name: '保存' }).click()
  await until(
    'the pace to be saved',
    () => shop(''),
    ({ slotCapacity }) => slotCapacity === 7,
  )
  await page.getByRole('button', { name: '忙碌模式' }).click()
  await page.getByText('忙碌中').waitFor()
  assert.equal((await shop('')).busyMinutes, 15)
})

test('areas are drawn on the map, or written as numbers', { skip }, async () => {
  await open('配送范围', 'console-shop-areas')
  const before = (await shop('/areas')).areas.length
  await page.getByRole('button', { name: '添加多边形范围' }).click()
  await page.locator('canvas').scrollIntoViewIfNeeded()
  const box = await page.locator('canvas').boundingBox()
  assert.ok(box)
  for (const [x, y] of [
    [0.3, 0.3],
    [0.7, 0.3],
    [0.5, 0.7],
  ] as const)
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
  await picture(page, 'console-shop-areas-drawn')
  await page.getByRole('tabpanel', { name: '配送范围' }).getByRole('button', { name: '保存' }).click()
  const isSaved = ({ areas }: { areas: { shape: { polygon: object[] } }[] }) => areas.length === before + 1
  const { areas } = await until('the area to be saved', () => shop('/areas'), isSaved)
  assert.equal(areas.at(-1)?.shape.polygon.length, 3)
  assert.deepEqual(troubles, [])
})
