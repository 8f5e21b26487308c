import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../journeys/api.ts'
import { expect, paidOrder } from '../../journeys/stage.ts'
import { createStage, picture, type Stage, skip } from '../browser.fixture.ts'
import { enterAsCustomer, enterAsStaff } from '../entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

test('without a network the menu is there, the cart is kept, and nothing can be ordered unseen', {
  skip,
}, async () => {
  const { page } = await stage.phone()
  await page.goto('/app/')
  await page
    .getByRole('button', { name: /^增加一份/ })
    .first()
    .click()
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await page.reload()
  await page.getByRole('heading', { name: '苍穹外卖 · 上地店' }).waitFor()
  await until(
    'all screens to be kept',
    () => page.evaluate<boolean>(hasKeptScreens),
    (isKept) => isKept,
  )
  await stage.line.cut()
  await page.reload()
  await page.getByText('当前没有网络').waitFor()
  await page.getByRole('heading', { level: 3 }).nth(20).waitFor({ state: 'attached' })
  assert.equal(await page.getByRole('region', { name: '购物车' }).getByText('1', { exact: true }).count(), 1)
  await picture(page, 'customer-offline')
  await page.goto('/app/#/login')
  await page.getByLabel('手机号').fill('13711110009')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('alert').getByText('错误代码 UNREACHABLE').waitFor()
  await stage.line.mend()
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByText('演示环境的验证码').waitFor()
})

/** Whether the code of screens that nobody has opened yet is there too. */
const hasKeptScreens = `(async () => {
  const kept = await caches.keys()
  const addresses = (await Promise.all(kept.map(async (name) => (await caches.open(name)).keys()))).flat()
  return ['login', 'checkout', 'order', 'me'].every((name) =>
    addresses.some(({ url }) => new RegExp('/assets/' + name + '-.*js$').test(url)))
})()`

const offlineMs = 30_000

test('thirty seconds offline leave no gap: customer and shop see all of it within two seconds', {
  skip,
}, async () => {
  const { people, url, line } = stage
  const customer = await people.customer()
  const dish = await people.newDish(3800)
  const order = await paidOrder(people, customer, dish)
  const phone = await stage.phone()
  await enterAsCustomer(phone.page, url, customer.phone)
  await phone.page.goto(`/app/#/orders/${order.id}`)
  await phone.page.getByText('实时更新中').waitFor()
  const desk = await stage.desk()
  await enterAsStaff(desk.page, url)
  await desk.page.goto('/console/')
  await desk.page.getByRole('article', { name: String(order.number) }).waitFor()

  await line.cut()
  const endsAt = performance.now() + offlineMs
  expect(await people.manager.send('POST', `/v1/orders/${order.id}/accept`), 200)
  const next = await paidOrder(people, customer, dish)
  await phone.page.getByText('网络中断，正在重连').waitFor()
  await desk.page.getByText('与服务器断开').waitFor()
  await new Promise((resolve) => setTimeout(resolve, endsAt - performance.now()))
  await line.mend()
  const backAt = performance.now()
  await phone.page.getByRole('heading', { name: '商家已接单' }).waitFor()
  await desk.page.getByRole('article', { name: String(next.number) }).waitFor()
  await desk.page.getByText('有 1 个新订单等待处理').waitFor()
  const caughtUpMs = performance.now() - backAt
  assert.ok(caughtUpMs < 2000, `caught up after ${caughtUpMs.toFixed(0)} ms`)
  const steps = await phone.page.locator('ol li').allInnerTexts()
  assert.deepEqual(
    steps.map((step) => step.split(/\s/)[0]),
    ['正在下单', '待付款', '待接单', '商家已接单'],
  )
})
