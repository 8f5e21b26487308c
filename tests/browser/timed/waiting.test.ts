import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { expect, find, paidOrder, reaches } from '../../journeys/stage.ts'
import { createStage, picture, type Stage, skip } from '../browser.fixture.ts'
import { enterAsCustomer } from '../entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage({ order: { reminderPauseMs: 60_000 } })
})
after(() => stage?.close())

test('whoever waits may remind the shop, not too often, and may cancel until it cooks', {
  skip,
}, async () => {
  const { people, url } = stage
  const customer = await people.customer()
  const dish = await people.newDish(3800)
  const { id } = await paidOrder(people, customer, dish)
  const { page, troubles } = await stage.phone()
  await enterAsCustomer(page, url, customer.phone)
  await page.goto(`/app/#/orders/${id}`)
  await page.getByRole('button', { name: '催单' }).click()
  await page.getByText('已提醒商家').waitFor()
  await page.getByRole('button', { name: '催单' }).click()
  await page.getByRole('alert').getByText('REMINDED_TOO_SOON').waitFor()
  assert.ok(await page.getByRole('button', { name: /^\d+ 秒后可再催$/ }).isDisabled())
  await page.getByRole('button', { name: '取消订单' }).click()
  await page.getByRole('dialog').getByLabel('原因').fill('点错了')
  await page.getByRole('dialog').getByRole('button', { name: '确定取消' }).click()
  await page.getByRole('heading', { name: '已取消' }).waitFor()
  assert.equal((await find(customer, id)).cancelNote, '点错了')

  const next = await paidOrder(people, customer, dish)
  expect(await people.manager.send('POST', `/v1/orders/${next.id}/accept`), 200)
  await reaches(customer, next.id, 'ACCEPTED')
  await page.goto(`/app/#/orders/${next.id}`)
  await page.getByRole('heading', { name: '商家已接单' }).waitFor()
  assert.equal(await page.getByRole('button', { name: '取消订单' }).count(), 0)
  await page.getByRole('link', { name: '电话联系商家' }).waitFor()
  // The browser names what was refused too.
  assert.deepEqual(
    troubles.filter((trouble) => !trouble.includes('429')),
    [],
  )
})

test('ordering again names what is no longer to be had and fills the cart with the rest', {
  skip,
}, async () => {
  const { people, url } = stage
  const customer = await people.customer()
  const dish = await people.newDish(3800)
  const { id } = await paidOrder(people, customer, dish)
  expect(await customer.send('POST', `/v1/orders/${id}/cancel`), 200)
  expect(await people.manager.send('PUT', `/v1/dishes/${dish}/on-sale`, { onSale: false }), 200)
  const { page, troubles } = await stage.phone()
  await enterAsCustomer(page, url, customer.phone)
  await page.goto(`/app/#/orders/${id}`)
  await page.getByRole('button', { name: '再来一单' }).click()
  const told = page.getByRole('dialog', { name: '有些已不能购买' })
  await told.getByText(/^测试菜/).waitFor()
  await picture(page, 'customer-left-out')
  await told.getByRole('button', { name: '去看购物车' }).click()
  await page.getByRole('dialog', { name: '购物车' }).waitFor()
  assert.deepEqual(troubles, [])
})

test('what is sold out at the counter looks so on an open menu within ten seconds, and comes back', {
  skip,
}, async () => {
  const { people } = stage
  const dish = await people.newDish(3800)
  const { name } = (await people.manager.get(`/v1/dishes/${dish}`)).body
  const { page, troubles } = await stage.phone()
  await page.goto('/app/')
  const card = page.getByRole('listitem').filter({ hasText: name })
  await card.getByRole('button', { name: /^增加一份/ }).waitFor()
  const mark = (soldOut: boolean) =>
    people.manager.send('PUT', `/v1/shops/${people.shopId}/stock/${dish}/sold-out`, { soldOut })
  expect(await mark(true), 200)
  await card.getByText('已售罄').last().waitFor({ timeout: 10_000 })
  assert.equal(await card.getByRole('button', { name: /^增加一份/ }).count(), 0)
  await card.scrollIntoViewIfNeeded()
  await picture(page, 'customer-sold-out')
  expect(await mark(false), 200)
  await card.getByRole('button', { name: /^增加一份/ }).waitFor({ timeout: 10_000 })
  assert.deepEqual(troubles, [])
})
