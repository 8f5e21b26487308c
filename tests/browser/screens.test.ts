import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { call } from '../journeys/api.ts'
import { type Customer, orderOf, paidOrder } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'

const languages = ['zh-CN', 'en'] as const
const themes = ['light', 'dark'] as const

/** Screens of the shop, and something that is on each when it has what it shows. */
const merchantScreens = {
  '/': 'article',
  '/kitchen': 'h1',
  '/items': 'tbody tr',
  '/categories': 'tbody tr',
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
})

/** Begins in a language and a theme, known as somebody who has logged in elsewhere. */
async function settle(page: Page, place: string, session: unknown, language: string, theme: string) {
  const kept = { [place]: JSON.stringify(session), language, theme }
  await page.addInitScript((entries) => {
    for (const [name, value] of Object.entries(entries)) localStorage.setItem(name, value)
  }, kept)
}

async function sessionOf(grant: Readonly<Record<string, string>>): Promise<unknown> {
  return (await call(stage.url, { method: 'POST', path: '/v1/sessions', body: grant })).body
}

async function customerSession(): Promise<unknown> {
  const { phone } = customer
  const sent = await call(stage.url, { method: 'POST', path: '/v1/phone-codes', body: { phone } })
  return sessionOf({ grant: 'phone', phone, code: sent.body.shownCode })
}

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
      const session = await sessionOf({ grant: 'employee', username: 'manager', password: 'demo-manager' })
      await settle(page, 'merchant', session, language, theme)
      await walk(page, 'console', merchantScreens, look)
      assert.deepEqual(troubles, [])
    })

    test(`every screen of the customer can be used by everybody: ${look}`, { skip }, async () => {
      const { page, troubles } = await stage.phone(language)
      await settle(page, 'customer', await customerSession(), language, theme)
      await walk(page, 'app', customerScreens(), look)
      assert.deepEqual(troubles, [])
    })
  }
