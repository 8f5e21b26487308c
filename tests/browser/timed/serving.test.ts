import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expect, paidOrder } from '../../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from '../browser.fixture.ts'

/** What the clerk promises: forty minutes. */
const promisedMs = 40 * 60_000

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

async function enter(page: Page): Promise<void> {
  await page.goto('/console/')
  await page.getByLabel('账号').fill('manager')
  await page.getByLabel('密码', { exact: true }).fill('demo-manager')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { name: '接单大厅' }).waitFor()
}

/** Counts the tones that the page starts: how a test hears a bell. */
async function listenIn(page: Page): Promise<void> {
  await page.addInitScript(`
    globalThis.tones = 0
    const { start } = OscillatorNode.prototype
    OscillatorNode.prototype.start = function (...args) {
      globalThis.tones += 1
      return start.apply(this, args)
    }`)
}
const tones = (page: Page) => page.evaluate<number>('globalThis.tones')

test('a paid order rings on the console within a second; accepted there, the customer sees it', {
  skip,
}, async () => {
  const { page, troubles } = await stage.desk()
  await listenIn(page)
  await enter(page)
  await assertAccessible(page, 'the board')
  await page.getByRole('button', { name: '开始营业' }).click()
  await page.getByText('提示音已开启').waitFor()
  const customer = await stage.people.customer()
  const order = await paidOrder(stage.people, customer, await stage.people.newDish(3800))
  const paidAt = performance.now()
  const card = page.getByRole('article', { name: String(order.number) })
  await card.waitFor()
  await page.getByText('有 1 个新订单等待处理').waitFor()
  const heardMs = performance.now() - paidAt
  assert.ok((await tones(page)) > 0, 'the bell has rung')
  assert.ok(heardMs < 1000, `heard after ${heardMs.toFixed(0)} ms`)
  await picture(page, 'merchant-board')
  await assertAccessible(page, 'the board with a new order')
  await card.getByLabel('送达时间').selectOption('40')
  await card.getByRole('button', { name: /^接单/ }).click()
  await page
    .getByRole('region', { name: /^待派送/ })
    .getByRole('article', { name: String(order.number) })
    .waitFor()
  const { state, estimatedAt, history } = (await customer.get(`/v1/orders/${order.id}`)).body
  assert.equal(state, 'ACCEPTED')
  assert.equal(Date.parse(estimatedAt) - Date.parse(history.at(-1).at), promisedMs)
  assert.deepEqual(troubles, [])
})

test('the bell goes on over a reload, in every tab, until somebody takes note; a reminder says so', {
  skip,
}, async () => {
  const { people } = stage
  const { page, context } = await stage.desk()
  await enter(page)
  const customer = await people.customer()
  const order = await paidOrder(people, customer, await people.newDish(3800))
  const ringing = page.getByText('有 1 个新订单等待处理')
  await ringing.waitFor()
  await page.reload()
  await ringing.waitFor()
  const other = await context.newPage()
  await other.goto('/console/#/workbench')
  await other.getByRole('button', { name: '去看看' }).click()
  await other.locator('article:focus', { hasText: String(order.number).slice(-8) }).waitFor()
  await other.getByRole('button', { name: '知道了' }).click()
  await ringing.waitFor({ state: 'hidden' })
  await page.reload()
  await page.getByRole('article', { name: String(order.number) }).waitFor()
  assert.equal(await ringing.count(), 0, 'what was seen is silent after a reload')
  expect(await customer.send('POST', `/v1/orders/${order.id}/remind`), 200)
  await page.getByText('有 1 个顾客催单').waitFor()
  await page
    .getByRole('article', { name: String(order.number) })
    .getByText('顾客催单')
    .waitFor()
  expect(await customer.send('POST', `/v1/orders/${order.id}/cancel`), 200)
  await page.getByText('有 1 个顾客催单').waitFor({ state: 'hidden' })
  const second = await paidOrder(people, customer, await people.newDish(2600))
  expect(await customer.send('POST', `/v1/orders/${second.id}/remind`), 200)
  await page.getByText('有 1 个顾客催单').waitFor()
  await other
    .getByRole('article', { name: String(second.number) })
    .getByRole('button', { name: /^接单/ })
    .click()
  await page.getByText('有 1 个顾客催单').waitFor({ state: 'hidden' })
})
