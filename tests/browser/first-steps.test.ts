import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expect } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('账号').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

test('who has an initial password chooses one before anything else', { skip }, async () => {
  const { manager, shopId } = stage.people
  const fields = { username: 'newcomer', name: '小周', phone: '13800000021', roles: ['cashier'] }
  const path = `/v1/shops/${shopId}/employees`
  const { initialPassword } = expect(await manager.send('POST', path, fields), 201).body
  const { page, troubles } = await stage.desk()
  await page.goto('/console/')
  await logIn(page, 'newcomer', initialPassword)
  await page.getByRole('heading', { name: '修改初始密码' }).waitFor()
  await assertAccessible(page, 'the first password')
  await picture(page, 'console-first-password')
  // No other screen is to be had before.
  await page.goto('/console/#/orders')
  await page.getByRole('heading', { name: '修改初始密码' }).waitFor()
  await page.getByLabel('当前密码').fill(initialPassword)
  await page.getByLabel(/^新密码/).fill('a-new-secret')
  await page.getByLabel('再输入一次新密码').fill('another-one')
  await page.getByRole('alert').getByText('两次输入不一致').waitFor()
  await page.getByLabel('再输入一次新密码').fill('a-new-secret')
  await page.getByRole('button', { name: '修改密码' }).click()
  await page.getByRole('heading', { name: '接单大厅' }).waitFor()
  assert.deepEqual(troubles, [])
})

test('wrong passwords say how many tries are left, and then how long to wait', { skip }, async () => {
  const { page } = await stage.desk()
  await page.goto('/console/')
  for (const left of [4, 3, 2, 1]) {
    await logIn(page, 'staff', `wrong-${left}`)
    await page.getByText(`还可以再试 ${left} 次`).waitFor()
  }
  await logIn(page, 'staff', 'wrong-0')
  await page.getByText('账号已锁定，请稍后再试').waitFor()
  await logIn(page, 'staff', 'demo-staff-1')
  await page.getByText(/账号已锁定，请 \d+ 分钟后再试/).waitFor()
  await assertAccessible(page, 'a locked name')
  await picture(page, 'console-locked')
})
