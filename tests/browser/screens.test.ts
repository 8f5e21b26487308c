import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { addToCart, type Customer, orderOf, paidOrder } from '../journeys/stage.ts'
import { claimGranted, deliveredOrder } from './after-sales.fixture.ts'
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
  '/customers': 'tbody tr',
  '/reconciliation': 'form',
  '/employees': 'tbody tr',
  '/audit': 'table',
  '/messages': 'table',
} as const

/** Time enough to look at the payment. */
const fifteenMinutesMs = 900_000

let stage: Stage
let orders: {
  readonly pending: string
  readonly paid: string
  readonly claimed: string
  readonly delivered: string
}
let customer: Customer
let addressId: string
before(async () => {
  if (skip) return
  stage = await createStage({ order: { payWindowMs: fifteenMinutesMs } })
  customer = await stage.people.customer()
  const dish = await stage.people.newDish(3800)
  addressId = customer.addressId
  orders = {
    paid: (await paidOrder(stage.people, customer, dish)).id,
    claimed: await deliveredOrder(stage.people, customer, dish),
    delivered: await deliveredOrder(stage.people, customer, dish),
    pending: (await orderOf(stage.people, customer, dish)).id,
  }
  await claimGranted(stage.people, customer, orders.claimed)
  await addToCart(customer, stage.people.shopId, dish)
  await busyShop(stage.people)
})
after(() => stage?.close())

const customerScreens = () => ({
  '/': 'main section',
  '/shop': 'main section',
  '/checkout': 'main section',
  '/orders': 'main li',
  [`/orders/${orders.paid}`]: 'main section',
  [`/orders/${orders.delivered}`]: 'main section',
  [`/orders/${orders.pending}/pay`]: 'main [role=timer]',
  [`/orders/${orders.claimed}/after-sales`]: 'main ol li',
  [`/orders/${orders.delivered}/claim`]: 'form',
  '/addresses': 'main li',
  '/addresses?choose=yes': 'main li .chip',
  '/addresses/new': 'form',
  [`/addresses/${addressId}`]: 'form',
  '/messages': 'main li',
  '/me': 'main section',
  '/me/profile': 'form',
  '/nowhere': 'main',
})

/** What a stranger sees in place of what is somebody's own. */
const strangerScreens = { '/login': 'form', '/orders': 'main a', '/me': 'main section' } as const

async function walk(
  page: Page,
  app: string,
  screens: Readonly<Record<string, string>>,
  look: string,
): Promise<void> {
  for (const [path, sign] of Object.entries(screens)) {
    const name = path.replace(/[0-9a-f-]{36}/, 'one').replaceAll(/[/?=]/g, '-')
    // Each opened cold, as by a link: what was there before is gone.
    await page.goto(`/${app}/#${path}`)
    await page.reload()
    await page.locator(sign).first().waitFor()
    await picture(page, `${app}${name === '-' ? '' : name}-${look}`)
    await assertAccessible(page, `${app} ${path} ${look}`)
    if (app === 'app') await assertFits(page, `${path} ${look}`)
  }
}

/** Nothing is cut off at the side, on the narrowest phone there is either. */
async function assertFits(page: Page, what: string): Promise<void> {
  for (const width of [360, 390]) {
    await page.setViewportSize({ width, height: 844 })
    const wide = await page.evaluate<string[]>(cutOff)
    assert.deepEqual(wide, [], `${what} at ${width}`)
  }
}

/** What of the page lies beyond its right edge; what scrolls by itself may. */
const cutOff = `(() => {
  const { scrollWidth, clientWidth } = document.scrollingElement
  const isBeyond = (element) => element.getBoundingClientRect().right > clientWidth + 1
  const scrolls = (element) => element.closest('[role=radiogroup], .pictures, .only-heard') !== null
  const beyond = [...document.querySelectorAll('main *, header *, nav *, .foot *')]
    .filter((element) => isBeyond(element) && !scrolls(element))
    .map((element) => element.outerHTML.slice(0, 120))
  return scrollWidth > clientWidth ? [scrollWidth + ' of ' + clientWidth, ...beyond] : beyond
})()`

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

    test(`every screen of a stranger can be used by everybody: ${look}`, { skip }, async () => {
      const { page, troubles } = await stage.phone(language)
      await remember(page, { language, theme })
      await walk(page, 'app', strangerScreens, `stranger-${look}`)
      assert.deepEqual(troubles, [])
    })
  }
