import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { ShopCustomer } from '../../apps/web/gen/operations.ts'
import { type Answer, until } from '../journeys/api.ts'
import { expect, paidOrder } from '../journeys/stage.ts'
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

test('before anything has happened, reports say that there is nothing, and draw nothing', {
  skip,
}, async () => {
  await page.goto('/console/#/reports')
  await page.getByText('这段时间没有数据').first().waitFor()
  await page.getByRole('region', { name: '营业额' }).getByText('这段时间没有数据').waitFor()
  assert.equal(await page.getByRole('region', { name: '营业额' }).locator('svg.chart, .chart').count(), 0)
  await assertAccessible(page, 'reports of a fresh shop')
})

test('before anybody has ordered, the customers say that there are none, and when there will be', {
  skip,
}, async () => {
  await page.goto('/console/#/customers')
  await page.getByText('还没有顾客').waitFor()
  await assertAccessible(page, 'the customers of a fresh shop')
})

test('the day under way is seen on the workbench as it happens', { skip }, async () => {
  await page.goto('/console/#/workbench')
  await page.getByText('一切正常').waitFor()
  const { people } = stage
  const order = await paidOrder(people, await people.customer(), await people.newDish(3800))
  await page.getByRole('link', { name: '1 单等待接单' }).waitFor()
  await assertAccessible(page, 'the workbench')
  await picture(page, 'console-workbench')
  for (const verb of ['accept', 'dispatch', 'complete'])
    expect(await people.manager.send('POST', `/v1/orders/${order.id}/${verb}`), 200)
  const amount = `¥${(order.amountFen / 100).toFixed(2)}`
  await page.getByRole('region', { name: '今日经营' }).getByText(amount).first().waitFor()
})

test('whoever has had a completed order is among the customers, and leads to their orders', {
  skip,
}, async () => {
  const { people } = stage
  const customer = await people.customer()
  const dish = await people.newDish(9900)
  const completed = async () => {
    const order = await paidOrder(people, customer, dish)
    for (const verb of ['accept', 'dispatch', 'complete'])
      expect(await people.manager.send('POST', `/v1/orders/${order.id}/${verb}`), 200)
    return order
  }
  const orders = [await completed(), await completed()]
  const fen = orders.reduce((sum, { amountFen }) => sum + amountFen, 0)
  const maskedPhone = `${customer.phone.slice(0, 3)}****${customer.phone.slice(-4)}`
  const isCounted = ({ body }: Answer) =>
    body.items.some((one: ShopCustomer) => one.maskedPhone === maskedPhone && one.orders === 2)
  const ask = () => people.manager.get(`/v1/shops/${people.shopId}/customers`)
  await until('both orders are counted', ask, isCounted)
  await page.goto('/console/#/customers')
  const row = page.getByRole('row').filter({ hasText: maskedPhone })
  assert.equal(await row.getByRole('cell').nth(1).textContent(), '2')
  assert.equal(await row.getByRole('cell').nth(2).textContent(), `¥${(fen / 100).toFixed(2)}`)
  await page.getByText('消费最多').click()
  await row.waitFor()
  assert.equal(await page.getByRole('row').nth(1).textContent(), await row.textContent(), 'spent most')
  await assertAccessible(page, 'the customers')
  await picture(page, 'console-customers')
  await row.getByRole('link', { name: /^看订单/ }).press('Enter')
  await page.getByText('共 2 单').waitFor()
  for (const { number } of orders)
    await page.getByRole('cell', { name: String(number), exact: true }).waitFor()
  await page.getByRole('button', { name: '看所有人的' }).click()
  await page.getByText('共 3 单').waitFor()
})

test('customers come page after page, until there are no more', { skip }, async () => {
  // One to a page: the two of this shop would fit the first.
  const ofCustomers = /\/customers\?/
  await page.route(ofCustomers, (route) =>
    route.continue({
      url: route
        .request()
        .url()
        .replace(/limit=\d+/, 'limit=1'),
    }),
  )
  await page.goto('/console/#/customers')
  const rows = page.locator('tbody tr')
  const more = page.getByRole('button', { name: '更多' })
  await more.press('Enter')
  await rows.nth(1).waitFor()
  const names = await rows.allTextContents()
  assert.equal(new Set(names).size, 2, names.join())
  await more.press('Enter')
  await more.waitFor({ state: 'detached' })
  assert.equal(await rows.count(), 2)
  await page.unroute(ofCustomers)
})

test('the business of some days is written to a workbook for Excel, its progress seen', {
  skip,
}, async () => {
  await page.goto('/console/#/reports')
  const region = page.getByRole('region', { name: '导出' })
  const begun = page.waitForEvent('download')
  await region.getByRole('button', { name: '运营数据报表（Excel）' }).click()
  await region.getByRole('progressbar').waitFor()
  const file = await begun
  await region.getByText('已完成 100%').waitFor()
  assert.match(file.suggestedFilename(), /^\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d-business\.xlsx$/)
  const bytes = readFileSync(await file.path())
  assert.equal(bytes.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004', 'a workbook is a zip')
  await picture(page, 'console-reports-workbook')
  await assertAccessible(page, 'reports with a workbook')
  assert.deepEqual(troubles, [])
})
