import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Customer, orderOf, paidOrder } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { busyShop } from './busy-shop.ts'
import { customerSession, remember, staffSession } from './entering.ts'

const languages = ['zh-CN', 'en'] as const
const themes = ['light', 'dark'] as const

/** Screens of the shop, and something that is on each when it has what it shows. */
const merchantScreens = {
  '/': 'article',
  '/kitchen': '.cook',
  '/orders': 'tbody tr',
  '/claims': 'article',
  '/workbench': 'dl',
  '/items': 'tbody tr',
  '/categories': 'tbody tr',
  '/stock': 'tbody tr',
  '/shop': 'form',
  '/reports': '.chart svg',
  '/reconciliation': 'form',
  '/employees': 'tbody tr',
  '/audit': 'table',
  '/messages': 'table',
} as const

let stage: Stage
let orders: { readonly pending: string; readonly paid: string }
let customer: Customer
before(async () => {
  if (skip) return
  stage = await createStage()
  customer = await stage.people.customer()
  const dish = await stage.people.newDish(3800)
  orders = {
    paid: (await paidOrder(stage.people, customer, dish)).id,
    pending: (await orderOf(stage.people, customer, dish)).id,
  }
  await busyShop(stage.people)
})
after(() => stage?.close())

const customerScreens = () => ({
  '/': 'main section',
  '/orders': 'main li',
  [`/orders/${orders.paid}`]: 'main section',
  [`/orders/${orders.pending}/pay`]: 'main',
  '/addresses': 'main li',
  '/addresses/new': 'form',
  '/messages': 'main li',
  '/me': 'main section',
  '/me/profile': 'form',
})

async function walk(
  page: Page,
  app: string,
  screens: Readonly<Record<string, string>>,
  look: string,
): Promise<void> {
  for (const [path, sign] of Object.entries(screens)) {
    await page.goto(`/${app}/#${path}`)
    await page.locator(sign).first().waitFor()
    const name = path.replace(/[0-9a-f-]{36}/, 'one').replaceAll('/', '-')
    await picture(page, `${app}${name === '-' ? '' : name}-${look}`)
    await assertAccessible(page, `${app} ${path} ${look}`)
  }
}

for (const language of languages)
  for (const theme of themes) {
    const look = `${language}-${theme}`
    test(`every screen of the shop can be used by everybody: ${look}`, { skip }, async () => {
      const { page, troubles } = await stage.desk(language)
      const merchant = JSON.stringify(await staffSession(stage.url))
      await remember(page, { merchant, language, theme })
      await walk(page, 'console', merchantScreens, look)
      assert.deepEqual(troubles, [])
    })

    test(`every screen of the customer can be used by everybody: ${look}`, { skip }, async () => {
      const { page, troubles } = await stage.phone(language)
      const session = JSON.stringify(await customerSession(stage.url, customer.phone))
      await remember(page, { customer: session, language, theme })
      await walk(page, 'app', customerScreens(), look)
      assert.deepEqual(troubles, [])
    })
  }
