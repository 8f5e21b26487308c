import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createStage, type Stage, skip } from './browser.fixture.ts'
import { busyShop } from './busy-shop.ts'
import { enterAsStaff } from './entering.ts'

/** Screens of the shop, and something that is on each when it has what it shows. */
const screens = {
  '/': 'article',
  '/kitchen': '.cook',
  '/orders': 'tbody tr',
  '/claims': 'article',
  '/messages': 'table',
  '/items': 'tbody tr',
  '/categories': 'tbody tr',
  '/stock': 'tbody tr',
  '/workbench': 'dl',
  '/reports': '.chart svg',
  '/customers': 'tbody tr',
  '/reconciliation': 'form',
  '/shop': 'form',
  '/employees': 'tbody tr',
  '/audit': 'table',
}

/** What is pressed and smaller than a thumb; what is only heard, and links within words, are not meant. */
const tooSmall = `(() => {
  const pressed = 'button, a[href], select, .input, .check, .segments label, .el-switch, summary'
  return [...document.querySelectorAll(pressed)]
    .filter((one) => one.checkVisibility() && !one.closest('.only-heard, .skip, dd, .sold'))
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.height < 43.9 || box.width < 43.9)
    .map(({ one, box }) => box.width + ' × ' + box.height + ' ' + one.outerHTML.slice(0, 120))
})()`

let stage: Stage
before(async () => {
  if (skip) return
  stage = await createStage()
  await busyShop(stage.people)
})
after(() => stage?.close())

for (const width of [1024, 1440])
  test(`whatever is pressed on the desk is as large as a thumb at ${width}, and nothing is cut off`, {
    skip,
  }, async () => {
    const { page } = await stage.desk()
    await page.setViewportSize({ width, height: 768 })
    await enterAsStaff(page, stage.url)
    for (const [path, sign] of Object.entries(screens)) {
      await page.goto(`/console/#${path}`)
      await page.reload()
      await page.locator(sign).first().waitFor()
      assert.deepEqual(await page.evaluate<string[]>(tooSmall), [], path)
      const beyond = await page.evaluate<number>(
        'document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth',
      )
      assert.ok(beyond <= 0, `${path} is ${beyond} px too wide`)
    }
  })
