import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { addToCart, expect, find } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { enterAsCustomer } from './entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

/** Somebody before the checkout with one dish of ¥38 in the cart. */
async function atCheckout() {
  const { people, url } = stage
  const customer = await people.customer()
  const dish = await people.newDish(3800)
  await addToCart(customer, people.shopId, dish)
  const { page, context, troubles } = await stage.phone()
  await enterAsCustomer(page, url, customer.phone)
  await page.goto('/app/#/checkout')
  await page.getByRole('button', { name: '提交订单 ¥45.00' }).waitFor()
  return { customer, dish, page, context, troubles }
}

async function submitted(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^提交订单 ¥/ }).click()
  await page.waitForURL(/\/orders\/[^/]+\/pay/)
  return /orders\/([^/]+)\/pay/.exec(page.url())?.[1] ?? ''
}

/** Late in the evening the day under way has hardly any left; the last there is has all of them. */
async function timesOfTheLastDay(page: Page) {
  await page.getByRole('button', { name: /送达时间/ }).click()
  const sheet = page.getByRole('dialog', { name: '送达时间' })
  const slots = sheet.getByRole('radio', { name: /^\d\d:\d\d–\d\d:\d\d/ })
  await slots.first().waitFor()
  const days = sheet.locator('.days label')
  if ((await days.count()) > 0) await days.last().click()
  await slots.nth(1).waitFor()
  return { sheet, slots }
}

test('a price that changes before the press is shown and asked about, and nothing is ordered unseen', {
  skip,
}, async () => {
  const { customer, dish, page, troubles } = await atCheckout()
  const { manager } = stage.people
  const { id: _, ...shown } = expect(await manager.get(`/v1/dishes/${dish}`), 200).body
  const { categoryId, name, image, description } = shown
  const fields = { categoryId, name, image, description, priceFen: 4200 }
  expect(await manager.send('PUT', `/v1/dishes/${dish}`, fields), 200)
  await page.getByRole('button', { name: '提交订单 ¥45.00' }).click()
  await page.getByRole('alert').getByText('¥49.00').waitFor()
  assert.deepEqual((await customer.get('/v1/orders')).body.items, [])
  await assertAccessible(page, 'a changed price')
  await picture(page, 'customer-price-changed')
  const order = await find(customer, await submitted(page))
  assert.equal(order.amountFen, 4900)
  // The browser names what was refused too.
  assert.deepEqual(
    troubles.filter((trouble) => !trouble.includes('422')),
    [],
  )
})

test('a half hour is chosen for the delivery, and the order keeps it', { skip }, async () => {
  const { customer, page, troubles } = await atCheckout()
  const { sheet, slots } = await timesOfTheLastDay(page)
  await assertAccessible(page, 'the times')
  await picture(page, 'customer-when')
  const { items } = expect(await customer.get(`/v1/shops/${stage.people.shopId}/slots`), 200).body
  const dayOf = ({ start }: { start: string }) => start.slice(0, 'YYYY-MM-DD'.length)
  const [, second] = items.filter((one: { start: string }) => dayOf(one) === dayOf(items.at(-1)))
  await slots.nth(1).click()
  await sheet.waitFor({ state: 'hidden' })
  const order = await find(customer, await submitted(page))
  assert.equal(order.deliverAt, second.start)
  assert.deepEqual(troubles, [])
})

test('a half hour that is full by the time of the press is shown as full', { skip }, async () => {
  const { page } = await atCheckout()
  const { sheet, slots } = await timesOfTheLastDay(page)
  await slots.nth(1).click()
  await sheet.waitFor({ state: 'hidden' })
  await page.route('**/v1/orders', (route) =>
    route.fulfill({ status: 409, json: { code: 'SLOT_FULL', status: 409, title: '这个时间已约满' } }),
  )
  await page.route('**/slots', async (route) => {
    const { items } = await (await route.fetch()).json()
    await route.fulfill({ json: { items: items.map((slot: object) => ({ ...slot, left: 0 })) } })
  })
  await page.getByRole('button', { name: /^提交订单 ¥/ }).click()
  await page.getByRole('alert').getByText('SLOT_FULL').waitFor()
  await page.getByRole('button', { name: /送达时间/ }).click()
  await sheet.getByText('已约满').first().waitFor()
  assert.ok(await slots.nth(1).isDisabled())
})

test('an address too far away says so; where the device is decides', { skip }, async () => {
  const { page, context, troubles } = await atCheckout()
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation({ latitude: 39.9, longitude: 116.8 })
  const locate = async () => {
    await page.getByRole('link', { name: /^编辑/ }).first().click()
    await page.getByRole('button', { name: /定位/ }).click()
    await page.getByText('已定位').waitFor()
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '选择收货地址' }).waitFor()
  }
  await page.goto('/app/#/addresses?choose=yes')
  await locate()
  await page.goto('/app/#/checkout')
  await page.getByText('OUT_OF_RANGE').waitFor()
  assert.ok(await page.getByRole('button', { name: /^提交订单 ¥/ }).isDisabled())
  await picture(page, 'customer-too-far')
  await context.setGeolocation({ latitude: 40.049, longitude: 116.304 })
  await page.goto('/app/#/addresses?choose=yes')
  await locate()
  await page.goto('/app/#/checkout')
  await submitted(page)
  assert.deepEqual(troubles, [])
})
