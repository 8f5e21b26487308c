import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect } from '../journeys/stage.ts'
import { deliveredOrder } from './after-sales.fixture.ts'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { enterAsCustomer } from './entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

/** What is no picture is said to be none; of three that are chosen one is taken back. */
async function addPictures(page: Page): Promise<void> {
  const field = page.getByLabel('添加图片')
  const choose = (buffer: Buffer) => field.setInputFiles({ name: 'spilt.png', mimeType: 'image/png', buffer })
  await choose(Buffer.from('no picture'))
  await page.getByRole('alert').getByText('IMAGE_INVALID').waitFor()
  for (const [place, red] of [20, 120, 220].entries()) {
    const background = { r: red, g: 60, b: 40 }
    const spilt = sharp({ create: { width: 2400, height: 1800, channels: 3, background } })
    await choose(await spilt.png().toBuffer())
    await page.getByRole('img', { name: `图片 ${place + 1}` }).waitFor()
  }
  assert.equal(await field.count(), 0, 'three are as many as there may be')
  await page.getByRole('button', { name: '移除图片 2' }).click()
  assert.equal(await page.getByRole('img', { name: /^图片 / }).count(), 2)
}

test('a customer asks for money back, thinks better of it, asks anew and sees where the money is', {
  skip,
}, async () => {
  const { people, url } = stage
  const customer = await people.customer()
  const id = await deliveredOrder(people, customer, await people.newDish(3800))
  const { page, troubles } = await stage.phone()
  await enterAsCustomer(page, url, customer.phone)
  await page.goto(`/app/#/orders/${id}`)
  await page.getByRole('link', { name: '售后与退款' }).click()
  await page.getByText('还没有售后记录').waitFor()

  await page.getByRole('link', { name: '申请售后' }).click()
  assert.ok(await page.getByRole('button', { name: '提交申请' }).isDisabled())
  await page.getByRole('button', { name: /^增加一份/ }).click()
  assert.ok(await page.getByRole('button', { name: /^增加一份/ }).isDisabled(), 'no more than was bought')
  await page.getByRole('button', { name: '洒漏' }).click()
  await addPictures(page)
  await assertAccessible(page, 'the claim')
  await picture(page, 'customer-claim')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText('处理中', { exact: true }).waitFor()
  const [sent] = (await customer.get(`/v1/orders/${id}/claims`)).body.items
  assert.equal(sent.imageIds.length, 2)
  await page.getByRole('button', { name: '撤回申请' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤回申请' }).click()
  await page.getByText('已撤回', { exact: true }).waitFor()

  await page.getByRole('link', { name: '申请售后' }).click()
  await page.getByRole('radio', { name: '填金额' }).check()
  await page.getByLabel('金额（元）').fill('12.50')
  await page.getByLabel('原因').fill('少了一份汤')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText('处理中', { exact: true }).waitFor()

  const { items } = (await customer.get(`/v1/orders/${id}/claims`)).body
  const open = items.find(({ state }: { state: string }) => state === 'OPEN')
  assert.equal(open.askedFen, 1250)
  const answer = { amountFen: 1000, answer: '抱歉，退您十元' }
  expect(await people.manager.send('POST', `/v1/claims/${open.id}/approve`, answer), 200)
  await page.getByText('已同意', { exact: true }).waitFor()
  await page.getByText('抱歉，退您十元').first().waitFor()
  const refund = page.getByRole('region', { name: '退款', exact: true })
  await refund.getByText('已原路退回').waitFor()
  const ledger = await page.locator('.ledger dd').allInnerTexts()
  assert.deepEqual(ledger.slice(1), ['¥10.00', '¥0.00', '¥35.00'])
  await assertAccessible(page, 'after-sales')
  await picture(page, 'customer-after-sales')
  assert.deepEqual(troubles, [])
})
