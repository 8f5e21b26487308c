import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { expect } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { remember, staffSession } from './entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

test('what was asked for, and that it was refused, is read in words and unfolded', { skip }, async () => {
  const { manager } = stage.people
  const dish = await stage.people.newDish(3800)
  expect(await manager.send('PUT', '/v1/dishes/999999/on-sale', { onSale: false }), 404)
  expect(await manager.send('PUT', `/v1/dishes/${dish}/on-sale`, { onSale: false }), 200)
  const { page, troubles } = await stage.desk('en')
  await remember(page, { merchant: JSON.stringify(await staffSession(stage.url)), language: 'en' })
  await page.goto('/console/#/audit')
  await page.reload()
  const rows = page.locator('tbody tr')
  await rows.first().waitFor()
  const textOf = (row: Locator) => row.textContent().then(String)
  assert.match(await textOf(rows.nth(0)), /Start or stop a dish\s*Dish \d+\s*On sale no/)
  assert.match(await textOf(rows.nth(1)), /Dish 999999\s*Not done: DISH_MISSING \(entry \d+\)/)
  const added = rows.filter({ hasText: 'Add a dish' }).first()
  await added.locator('summary').click()
  assert.match(await textOf(added.locator('dl')), /Price\s*CN¥38\.00/)
  assert.ok(await added.locator('dl').isVisible())
  await picture(page, 'console-audit-unfolded')
  await assertAccessible(page, 'audit, unfolded')
  assert.deepEqual(troubles, [])
})
