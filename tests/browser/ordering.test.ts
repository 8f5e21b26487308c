import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { logInByPhone } from './entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

async function addAddress(page: Page): Promise<void> {
  await page.getByRole('link', { name: '新增地址' }).click()
  await page.getByLabel('收货人').waitFor()
  const fields = { 收货人: '王小明', 手机号: '13900000001', 详细地址: '上地十街10号' }
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text)
  await page.getByLabel('省份').selectOption('北京市')
  await page.getByLabel('区县').selectOption('海淀区')
  await assertAccessible(page, 'the address')
  await picture(page, 'customer-address')
  await page.getByRole('button', { name: '保存' }).click()
}

test('a stranger chooses, logs in, says where to, orders and pays, on a phone', { skip }, async () => {
  const { page, troubles } = await stage.phone()
  await page.goto('/app/')
  const more = page.getByRole('button', { name: /^增加一份/ })
  for (const place of [0, 1, 2]) await more.nth(place).click()
  await more.nth(0).click()
  await page.getByRole('button', { name: /^查看购物车/ }).click()
  await assertAccessible(page, 'the cart')
  await picture(page, 'customer-cart')
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
  await page.getByRole('button', { name: '去结算' }).click()
  await page.getByRole('heading', { name: '手机号登录' }).waitFor()
  await assertAccessible(page, 'the login')
  await picture(page, 'customer-login')
  await logInByPhone(page, '13711110001')
  await page.getByRole('link', { name: '选择收货地址' }).click()
  await addAddress(page)
  await page.getByRole('button', { name: /^北京市.*上地十街/ }).click()
  await page.getByLabel('备注').fill('少辣，谢谢')
  await assertAccessible(page, 'the checkout')
  await picture(page, 'customer-checkout')
  await page.getByRole('button', { name: /^提交订单 ¥/ }).click()
  await page.getByRole('button', { name: /^微信支付 ¥/ }).waitFor()
  await assertAccessible(page, 'the payment')
  await picture(page, 'customer-pay')
  await page.getByRole('button', { name: /^微信支付 ¥/ }).click()
  await page.waitForURL((url) => !url.href.startsWith(stage.url))
  await picture(page, 'customer-cashier')
  await page.getByRole('button', { name: '支付' }).click()
  await page.getByRole('link', { name: '返回商家' }).click()
  await page.getByRole('heading', { name: '待接单' }).waitFor()
  await assertAccessible(page, 'the order')
  await picture(page, 'customer-order')
  assert.deepEqual(
    troubles.filter((trouble) => !trouble.startsWith('foreign: http://127.0.0.1')),
    [],
  )
})
