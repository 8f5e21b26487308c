import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { call } from '../journeys/api.ts'
import { addToCart, expect } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { enterAsCustomer, logInByPhone, remember } from './entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

/** A line of a cart that no server knows of. */
const chosen = (id: string, name: string, quantity: number) => ({
  ...{ id: '', item: { kind: 'DISH', id, options: [] } },
  ...{ name, quantity },
})

test('whoever comes back to the menu finds all of it', { skip }, async () => {
  const { page, troubles } = await stage.phone()
  await page.goto('/app/')
  const twentieth = page.getByRole('heading', { level: 3 }).nth(20)
  await twentieth.waitFor({ state: 'attached' })
  await page.getByRole('link', { name: '订单' }).click()
  await page.getByText('登录后查看订单').waitFor()
  assert.equal(await page.title(), '我的订单 · 苍穹外卖')
  await page.getByRole('link', { name: '点餐' }).click()
  await twentieth.waitFor({ state: 'attached', timeout: 5000 })
  assert.deepEqual(troubles, [])
})

test('a login takes the cart along once, and names what is no longer sold', { skip }, async () => {
  const { people, url } = stage
  const customer = await people.customer()
  const [sold, gone] = [await people.newDish(3800), await people.newDish(2000)]
  expect(await people.manager.send('PUT', `/v1/dishes/${gone}/on-sale`, { onSale: false }), 200)
  const { page } = await stage.phone()
  const cart = JSON.stringify([chosen(gone, '糖醋里脊', 1), chosen(sold, '宫保鸡丁', 2)])
  await remember(page, { cart })
  await page.goto(`${url}/app/`)
  await page.getByRole('button', { name: /^查看购物车/ }).click()
  const line = page.getByRole('dialog').getByRole('listitem').filter({ hasText: '糖醋里脊' })
  await line.getByText('已不能购买').waitFor()
  assert.ok(await line.getByRole('button', { name: '增加一份糖醋里脊' }).isDisabled())
  await picture(page, 'customer-cart-gone')
  await page.goto('/app/#/login?to=/me')
  await logInByPhone(page, customer.phone)
  await page.getByText('没能放进购物车，已不能购买：糖醋里脊').waitFor()
  await page.getByRole('heading', { name: '我的' }).or(page.getByText('今天想吃点什么？')).first().waitFor()
  const { lines } = expect(await customer.get(`/v1/cart?shopId=${people.shopId}`), 200).body
  assert.deepEqual(
    lines.map(({ item, quantity }: { item: { id: string }; quantity: number }) => [item.id, quantity]),
    [[sold, 2]],
  )
})

/** Holds the answer to a question back until it is let go. */
async function hold(page: Page, path: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(path, async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

test('nothing of one person is left to the next, in whichever tab they leave', { skip }, async () => {
  const { people, url } = stage
  const [former, next] = [await people.customer(), await people.customer()]
  await addToCart(former, people.shopId, await people.newDish(3800), 3)
  const { page, context } = await stage.phone()
  await enterAsCustomer(page, url, former.phone)
  await page.goto('/app/')
  await page.getByRole('region', { name: '购物车' }).getByText('3', { exact: true }).waitFor()
  await page.goto('/app/#/addresses')
  await page.getByText(former.phone).waitFor()

  const tab = await context.newPage()
  await tab.goto('/app/#/me')
  await tab.getByRole('button', { name: '退出登录' }).click()
  await page.getByText('登录已结束，请重新登录').waitFor()
  await page.getByRole('heading', { name: '手机号登录' }).waitFor()
  await assertAccessible(page, 'a login that ended')
  await picture(page, 'customer-login-over')

  const letGo = await hold(page, '**/v1/addresses')
  await logInByPhone(page, next.phone)
  await page.getByRole('heading', { name: '收货地址' }).waitFor()
  assert.equal(await page.getByText(former.phone).count(), 0)
  letGo()
  await page.getByText(next.phone).waitFor()
  await page.goto('/app/#/')
  await page.getByRole('heading', { name: '苍穹外卖 · 上地店' }).waitFor()
  const { lines } = expect(await next.get(`/v1/cart?shopId=${people.shopId}`), 200).body
  assert.deepEqual(lines, [])
  assert.ok(await page.getByRole('button', { name: '查看购物车' }).isDisabled())
})

test('a session that is ended elsewhere ends here, though nobody presses anything', { skip }, async () => {
  const { people, url } = stage
  const customer = await people.customer()
  const { page } = await stage.phone()
  await enterAsCustomer(page, url, customer.phone)
  await page.goto('/app/#/addresses')
  await page.getByText(customer.phone).waitFor()
  const session = JSON.parse(await page.evaluate<string>("localStorage.getItem('customer')"))
  const { accessToken: token } = session
  expect(await call(url, { method: 'DELETE', path: '/v1/sessions/current', token }), 204)
  await page.getByRole('heading', { name: '手机号登录' }).waitFor()
})

test('whoever deletes their account is told that it is gone, and looks at the menu', { skip }, async () => {
  const { people, url } = stage
  const customer = await people.customer()
  const { page } = await stage.phone()
  await enterAsCustomer(page, url, customer.phone)
  await page.goto('/app/#/me/profile')
  await page.getByRole('button', { name: '注销账户' }).click()
  await page.getByRole('button', { name: '确定注销' }).click()
  await page.getByText('账户已注销').waitFor()
  await page.getByRole('heading', { name: '苍穹外卖 · 上地店' }).waitFor()
  await picture(page, 'customer-account-gone')
})

test('a wish outlasts the choice of an address, whose position does not outlast a new street', {
  skip,
}, async () => {
  const { people, url } = stage
  const customer = await people.customer()
  await addToCart(customer, people.shopId, await people.newDish(3800))
  const { page, troubles } = await stage.phone()
  await enterAsCustomer(page, url, customer.phone)
  await page.goto('/app/#/checkout')
  await page.getByLabel('备注').fill('放门口')
  await page.getByLabel('餐具数量').selectOption('3')
  await page.getByRole('link', { name: /测试路1号/ }).click()
  await page.getByRole('link', { name: /^编辑/ }).click()
  await page.getByText('已定位').waitFor()
  await page.getByLabel('详细地址').fill('测试路9号')
  await page.getByText('原来的位置不再适用').waitFor()
  await picture(page, 'customer-address-moved')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: /^北京市.*测试路9号/ }).click()
  await page.getByRole('link', { name: /测试路9号/ }).waitFor()
  assert.equal(await page.getByLabel('备注').inputValue(), '放门口')
  assert.equal(await page.getByLabel('餐具数量').inputValue(), '3')
  const { items } = expect(await customer.get('/v1/addresses'), 200).body
  assert.equal(items[0].location, null)
  assert.deepEqual(troubles, [])
})
