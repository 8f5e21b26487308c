import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expect } from '../../journeys/stage.ts'
import { createStage, type Stage, skip } from '../browser.fixture.ts'

const dishes = 300
const passes = 5
const stepsMax = 300

let stage: Stage
before(async () => {
  if (skip) return
  stage = await createStage()
  await fillMenu()
})
after(() => stage?.close())

/** As many dishes as a large kitchen has, with pictures and choices. */
async function fillMenu(): Promise<void> {
  const { manager, shopId } = stage.people
  const known = (await manager.get(`/v1/shops/${shopId}/dishes`)).body.items as Record<string, unknown>[]
  const models = known.filter(({ onSale }) => onSale)
  for (let n = models.length; n < dishes; n++) {
    const { categoryId, image, optionGroups } = models[n % models.length] ?? {}
    const fields = {
      categoryId,
      image,
      optionGroups,
      name: `新菜${n}`,
      priceFen: 100 * n,
      description: '时令',
    }
    const { id } = expect(await manager.send('POST', `/v1/shops/${shopId}/dishes`, fields), 201).body
    expect(await manager.send('PUT', `/v1/dishes/${id}/on-sale`, { onSale: true }), 200)
  }
}

/** How long each task above 50 ms took while the whole menu was scrolled through. */
async function scrolledThrough(page: Page): Promise<readonly number[]> {
  await page.goto('/app/')
  // Sections are drawn one after the other; the last of all dishes stands in the last of them.
  const names = page.getByRole('heading', { level: 3 })
  await names.nth(dishes - 1).waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  await page.evaluate(`
    globalThis.long = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.long.push(duration)
    }).observe({ type: 'longtask' })`)
  await page.mouse.move(250, 600)
  for (let step = 0; step < stepsMax && !(await isAtEnd(page)); step++) {
    await page.mouse.wheel(0, 700)
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  }
  assert.ok(await isAtEnd(page))
  return page.evaluate<number[]>('globalThis.long')
}
const isAtEnd = (page: Page) =>
  page.evaluate<boolean>('scrollY + innerHeight > document.documentElement.scrollHeight - 2')

test('a menu of three hundred dishes scrolls from end to end without a long task', { skip }, async (t) => {
  // What else runs on this machine shows as well; a menu that is slow by itself is slow each time.
  const seen: (readonly number[])[] = []
  while (seen.length < passes && !seen.some((long) => long.length === 0)) {
    const { page, context } = await stage.phone()
    seen.push(await scrolledThrough(page))
    await context.close()
  }
  t.diagnostic(`tasks above 50 ms by pass: ${JSON.stringify(seen)}`)
  assert.deepEqual(seen.at(-1), [])
})
