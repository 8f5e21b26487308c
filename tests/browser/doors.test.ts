import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

test('a stranger opens the shop on a phone and sees what it sells', { skip }, async () => {
  const { page, troubles } = await stage.phone()
  await page.goto('/app/')
  await page.getByText('米饭').first().waitFor()
  await assertAccessible(page, 'the shop')
  await picture(page, 'customer-shop')
  assert.deepEqual(troubles, [])
})

test('staff find the door of their console', { skip }, async () => {
  const { page, troubles } = await stage.desk()
  await page.goto('/console/')
  await page.getByLabel('账号').waitFor()
  await assertAccessible(page, 'the login')
  await picture(page, 'merchant-login')
  assert.deepEqual(troubles, [])
})
