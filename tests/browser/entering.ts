import type { Page } from 'playwright-core'
import { call } from '../journeys/api.ts'

/** A session as an app keeps it. */
export async function staffSession(url: string): Promise<unknown> {
  const body = { grant: 'employee', username: 'manager', password: 'demo-manager' }
  return (await call(url, { method: 'POST', path: '/v1/sessions', body })).body
}

export async function customerSession(url: string, phone: string): Promise<unknown> {
  const sent = await call(url, { method: 'POST', path: '/v1/phone-codes', body: { phone } })
  const body = { grant: 'phone', phone, code: sent.body.shownCode }
  return (await call(url, { method: 'POST', path: '/v1/sessions', body })).body
}

/** What the browser remembers before the page begins. */
export async function remember(page: Page, kept: Readonly<Record<string, string>>): Promise<void> {
  await page.addInitScript((entries) => {
    for (const [name, value] of Object.entries(entries))
      if (localStorage.getItem(name) === null) localStorage.setItem(name, value)
  }, kept)
}

export async function enterAsCustomer(page: Page, url: string, phone: string): Promise<void> {
  await remember(page, { customer: JSON.stringify(await customerSession(url, phone)) })
}

export async function enterAsStaff(page: Page, url: string): Promise<void> {
  await remember(page, { merchant: JSON.stringify(await staffSession(url)) })
}

/** By hand, as a customer does. */
export async function logInByPhone(page: Page, phone: string): Promise<void> {
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const shown = await page.getByText('演示环境的验证码').textContent()
  await page.getByLabel('验证码').fill(/\d{4,}/.exec(shown ?? '')?.[0] ?? '')
  await page.getByRole('button', { name: '登录' }).click()
}
