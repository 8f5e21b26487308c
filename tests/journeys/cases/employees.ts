import assert from 'node:assert/strict'
import { type Answer, call, login, until, type Visitor } from '../api.ts'
import { expect, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

const chosen = 'a cashier’s own 8'

/** Who works in the shop. */
export const employees: readonly Journey[] = [
  {
    name: 'employees: hired, told to change the password, locked, reset, disabled, and all of it audited',
    async run(stage) {
      const { id, username, initialPassword } = await hire(stage, ['cashier'])
      const cashier = await settleIn(stage, username, initialPassword)
      const reset = await lockAndReset(stage, id, username)
      expect(await until('the old session to end', () => cashier.get('/v1/me'), isRefused), 401)
      const again = await settleIn(stage, username, reset)
      await endsWithinSeconds(stage, again, id)
      const told = await auditOf(stage, id)
      assert.deepEqual(
        told.map(({ action, by }) => `${action} by ${by === `employee:${id}` ? 'cashier' : by}`),
        [
          `DISABLED by employee:${stage.manager.id}`,
          'PASSWORD_CHANGED by cashier',
          `PASSWORD_RESET by employee:${stage.manager.id}`,
          'PASSWORD_CHANGED by cashier',
          `CREATED by employee:${stage.manager.id}`,
        ],
      )
      assert.ok(!JSON.stringify(told).includes(chosen) && !JSON.stringify(told).includes(initialPassword))
    },
  },
  {
    name: 'employees: other roles end the sessions of before, and no role above one’s own is granted',
    async run(stage) {
      const { id, username, initialPassword } = await hire(stage, ['kitchen'])
      const cook = await settleIn(stage, username, initialPassword)
      const shop = `/v1/shops/${stage.shopId}`
      for (const path of [`${shop}/dishes`, `${shop}/employees`, `${shop}/exports`])
        expect(await cook.send('POST', path, {}), 403, 'ROLE_MISSING')
      expect(await cook.send('PUT', `${shop}/open`, { open: true }), 403, 'ROLE_MISSING')
      const { items } = expect(await cook.get(`${shop}/orders`), 200).body
      assert.ok(items.length > 0)
      for (const { id: orderId, amountFen, charges } of items) {
        assert.deepEqual([amountFen, charges], [null, []])
        for (const move of ['reject', 'cancel'])
          expect(
            await cook.send('POST', `/v1/orders/${orderId}/${move}`, { note: '不' }),
            403,
            'ROLE_MISSING',
          )
      }
      const details = { name: '小王', phone: '13900000009' }
      const update = (roles: readonly string[]) =>
        stage.manager.send('PUT', `/v1/employees/${id}`, { ...details, roles })
      expect(await update(['admin']), 403, 'ROLE_ABOVE')
      expect(await update(['manager']), 200)
      expect(await until('the old session to end', () => cook.get('/v1/me'), isRefused), 401)
      const manager = await enter(stage, username, chosen)
      expect(await manager.get(`${shop}/employees`), 200)
    },
  },
]

const isRefused = ({ status }: Answer) => status !== 200

const grantOf = (username: string, password: string) => ({ grant: 'employee', username, password })
const enter = ({ url }: Stage, username: string, password: string) => login(url, grantOf(username, password))
const tryLogin = ({ url }: Stage, username: string, password: string) =>
  call(url, { method: 'POST', path: '/v1/sessions', body: grantOf(username, password) })

async function hire({ manager, shopId }: Stage, roles: readonly string[]) {
  const username = `e${Date.now().toString(36)}${roles[0]}`.slice(0, 20)
  const draft = { username, name: '小王', phone: '13900000009', roles }
  const { body } = expect(await manager.send('POST', `/v1/shops/${shopId}/employees`, draft), 201)
  assert.match(body.initialPassword, /^[a-z2-9]{12}$/)
  return { id: body.id as string, username, initialPassword: body.initialPassword as string }
}

/** Logs in with the initial password and is let do nothing until it is changed. */
async function settleIn(stage: Stage, username: string, initial: string): Promise<Visitor> {
  const opened = expect(await tryLogin(stage, username, initial), 201).body
  assert.equal(opened.mustChangePassword, true)
  const confined = opened.accessToken as string
  const ask = (method: string, path: string, token: string, body?: unknown) =>
    call(stage.url, { method, path, token, ...(body !== undefined && { body }) })
  const menuPath = `/v1/shops/${stage.shopId}/dishes`
  for (const path of ['/v1/me', menuPath]) {
    expect(await ask('GET', path, confined), 403, 'PASSWORD_CHANGE_REQUIRED')
  }
  const change = { oldPassword: initial, newPassword: chosen }
  expect(await ask('PUT', '/v1/me/password', confined, { ...change, newPassword: '12345678' }), 400)
  const { accessToken, mustChangePassword } = expect(
    await ask('PUT', '/v1/me/password', confined, change),
    200,
  ).body
  assert.equal(mustChangePassword, false)
  expect(await ask('GET', '/v1/me', accessToken), 200)
  expect(await ask('GET', menuPath, accessToken), 200)
  return enter(stage, username, chosen)
}

/** Guesses until nobody gets in, and lets the manager open the door again. */
async function lockAndReset(stage: Stage, id: string, username: string): Promise<string> {
  for (const triesLeft of ['4', '3', '2', '1', '0']) {
    const refused = expect(await tryLogin(stage, username, 'a wrong guess'), 401, 'CREDENTIALS_WRONG')
    assert.equal(refused.body.details.triesLeft, triesLeft)
  }
  const locked = expect(await tryLogin(stage, username, chosen), 429, 'ACCOUNT_LOCKED')
  assert.ok(Number(locked.headers.get('retry-after')) > 0)
  const reset = await stage.manager.send('POST', `/v1/employees/${id}/password-resets`)
  const { initialPassword } = expect(reset, 201).body
  expect(await tryLogin(stage, username, chosen), 401, 'CREDENTIALS_WRONG')
  return initialPassword
}

async function endsWithinSeconds(stage: Stage, employee: Visitor, id: string): Promise<void> {
  const token = await employee.token()
  const me = () => call(stage.url, { method: 'GET', path: '/v1/me', token })
  expect(await me(), 200)
  expect(await stage.manager.send('PUT', `/v1/employees/${id}/enabled`, { enabled: false }), 200)
  const disabledAt = Date.now()
  expect(await until('the session to end', me, isRefused), 401)
  const took = Date.now() - disabledAt
  assert.ok(took < 2000, `it took ${took} ms`)
}

interface Told {
  readonly action: string
  readonly by: string
  readonly subject: string
}

/** All pages, newest first, of what happened to one employee. */
async function auditOf({ manager }: Stage, id: string): Promise<readonly Told[]> {
  const told: Told[] = []
  let cursor = ''
  do {
    const { body } = expect(await manager.get(`/v1/ops/audit?limit=3&cursor=${cursor}`), 200)
    told.push(...body.items)
    cursor = body.nextCursor ?? ''
  } while (cursor !== '')
  return told.filter(({ subject }) => subject === `employee:${id}`)
}
