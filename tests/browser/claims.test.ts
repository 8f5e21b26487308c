import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { demoEmployees } from '../../host/demo/people.ts'
import { login, newKey, until } from '../journeys/api.ts'
import { type Customer, expect, type Order, paidOrder } from '../journeys/stage.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { enterAsStaff } from './entering.ts'

let stage: Stage
let page: Page
let troubles: readonly string[]
let customer: Customer
let order: Order
before(async () => {
  if (skip) return
  stage = await createStage()
  const { people } = stage
  customer = await people.customer()
  order = await paidOrder(people, customer, await people.newDish(3800))
  for (const verb of ['accept', 'dispatch', 'complete'])
    expect(await people.manager.send('POST', `/v1/orders/${order.id}/${verb}`), 200)
  const visit = await stage.desk()
  page = visit.page
  troubles = visit.troubles
  await enterAsStaff(page, stage.url)
})
after(() => stage?.close())

const refunds = async () =>
  (await customer.get(`/v1/orders/${order.id}/refunds`)).body.items as {
    amountFen: number
    state: string
  }[]
const refunded = (amounts: readonly number[]) =>
  until(
    `${amounts} to be refunded`,
    refunds,
    (all) => JSON.stringify(all.map(({ amountFen }) => amountFen)) === JSON.stringify(amounts),
  )

test('a claim is announced at once, approved with another amount, and its money is seen going back', {
  skip,
}, async () => {
  await page.goto('/console/#/claims')
  await page.getByText('没有售后申请').waitFor()
  const wish = { reason: '汤洒了一半', amountFen: 1000 }
  expect(await customer.send('POST', `/v1/orders/${order.id}/claims`, wish, newKey()), 201)
  await page.getByRole('navigation', { name: '主要页面' }).getByText('1', { exact: true }).waitFor()
  const claim = page.getByRole('article', { name: `订单 ${order.number}` })
  await claim.getByText('申请退 ¥10.00').waitFor()
  await assertAccessible(page, 'the claims')
  await claim.getByRole('button', { name: /^同意退款/ }).click()
  await claim.getByLabel('退款金额').fill('6.50')
  await claim.getByRole('button', { name: '非常抱歉' }).click()
  await assertAccessible(page, 'the decision')
  await picture(page, 'console-claim-decision')
  await claim.getByRole('button', { name: '同意退款', exact: true }).click()
  await page.getByText('没有售后申请').waitFor()
  await refunded([650])
  await page.getByText('已同意', { exact: true }).click()
  await claim.getByText('已退 ¥6.50').waitFor()
})

test('an order is found by its customer, noted on, and partly given back by its dishes', {
  skip,
}, async () => {
  await page.goto('/console/#/orders')
  await page.getByLabel('手机号').fill(customer.phone)
  await page.getByRole('button', { name: '搜索' }).click()
  await page.getByText('共 1 单').waitFor()
  await page.getByRole('button', { name: `查看 ${order.number}` }).click()
  const drawer = page.getByRole('dialog', { name: new RegExp(String(order.number)) })
  await drawer.getByLabel('写给同事的备注').fill('顾客说下次多给餐具')
  await drawer.getByRole('button', { name: '添加备注' }).click()
  await drawer.getByRole('listitem').filter({ hasText: '顾客说下次多给餐具' }).waitFor()
  await drawer.getByRole('button', { name: '部分退款' }).click()
  await drawer.getByText('按金额').click()
  await drawer.getByLabel('退款金额').fill('3.20')
  await drawer.getByRole('button', { name: '送达太晚' }).click()
  await assertAccessible(page, 'the order with its money')
  await picture(page, 'console-order-refund')
  await drawer.getByRole('button', { name: '退款 ¥3.20' }).click()
  await refunded([650, 320])
  await drawer.getByRole('article', { name: '退款 2' }).getByText('¥3.20').waitFor()
  await drawer.getByText('还可退 ¥').waitFor()
  assert.deepEqual(troubles, [])
})

test('who comes second to an order is told who was first, and sees what has become of it', {
  skip,
}, async () => {
  const { people } = stage
  const next = await paidOrder(people, customer, await people.newDish(4200))
  const [, { username, password }] = demoEmployees
  const colleague = await login(stage.url, { grant: 'employee', username, password })
  await page.goto('/console/#/')
  const accept = `/v1/orders/${next.id}/accept`
  await page.route(`**${accept}`, async (route) => {
    expect(await colleague.send('POST', accept), 200)
    await route.continue()
  })
  await page
    .getByRole('article', { name: String(next.number) })
    .getByRole('button', { name: /^接单/ })
    .click()
  await page.getByText('已由 小李 处理').waitFor()
  await page
    .getByRole('region', { name: /^待派送/ })
    .getByRole('article', { name: String(next.number) })
    .waitFor()
})
