import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Audience, Route } from '#kit/http/route.ts'
import { auditEn } from '../../apps/merchant/words/audit.en.ts'
import { auditZh } from '../../apps/merchant/words/audit.zh-CN.ts'
import { bearer, createGatewayWorld, rolesOf, type Who } from '../../services/gateway/gateway.fixture.ts'
import { employeeActions } from '../../services/user/domain/audit.ts'

const world = createGatewayWorld()
const { http } = world.gateway
const people: readonly Who[] = ['customer', 'cashier', 'kitchen', 'finance', 'staff', 'manager']
const tokens = Object.fromEntries(
  await Promise.all(people.map(async (who) => [who, await world.token(who)] as const)),
)
const expired = await world.token('manager', { exp: world.clock.now() / 1000 })

const oldFace = 'old face'
const orderId = '01999999-0000-7000-8000-000000000001'

/** A path that reaches the route: shop 1 is the one that staff and manager work for. */
function pathOf({ path }: Route, shopId = '1'): string {
  return path
    .replace(':shopId', shopId)
    .replace('/v1/orders/:id', `/v1/orders/${orderId}`)
    .replace(/:code/, 'INTERNAL')
    .replaceAll(/:[A-Za-z]+/g, '1')
}

async function ask(route: Route, authorization: string | undefined, shopId = '1') {
  world.calls.length = 0
  const { statusCode, body } = await http.inject({
    method: route.method,
    url: pathOf(route, shopId),
    ...(authorization !== undefined && { headers: { authorization } }),
  })
  const reached = world.calls.filter((call) => !/getVerificationKeys|findRevokedSessions/.test(call))
  return { status: statusCode, body, reached }
}

function isAddressed(audience: Audience, who: Who): boolean {
  if (audience === 'public' || audience === 'any') return true
  if (audience === 'customer') return who === 'customer'
  if (audience === 'employee') return who !== 'customer'
  return rolesOf(who).some((role) => audience.roles.includes(role))
}

for (const route of http.routes) {
  const label = `${route.method} ${route.path}`
  const isPublic = route.audience === 'public'

  test(`${label}: without a valid token ${isPublic ? 'it is open' : 'nobody gets in'}`, async () => {
    for (const authorization of [undefined, `Bearer ${expired}`, 'Bearer garbage', 'Basic YTpi']) {
      const { status, reached } = await ask(route, authorization)
      if (isPublic) assert.notEqual(status, 401, authorization)
      else assert.deepEqual([status, reached], [401, []], authorization)
    }
  })

  for (const who of people) {
    test(`${label}: ${who} ${isAddressed(route.audience, who) ? 'gets in' : 'does not get in'}`, async () => {
      const { status, reached } = await ask(route, `Bearer ${tokens[who]}`)
      if (isAddressed(route.audience, who)) assert.ok(status !== 401 && status !== 403, String(status))
      else assert.deepEqual([status, reached], [403, []])
    })
  }

  if (route.ownership === 'shop') {
    test(`${label}: another shop is missing, whether it exists or not, and no service is asked`, async () => {
      const told = async (shopId: string) => {
        const { status, reached, body } = await ask(route, `Bearer ${tokens.manager}`, shopId)
        const { code, title, detail } = JSON.parse(body)
        return { status, reached, code, title, detail }
      }
      const foreign = await told('2')
      assert.deepEqual([foreign.status, foreign.code, foreign.reached], [404, 'SHOP_MISSING', []])
      assert.deepEqual(await told('999999'), foreign)
    })
  }
}

test('the old face lets customers in below /user and employees below /admin, nobody else', () => {
  const wrong = http.routes.filter(({ path, audience, tag }) => {
    if (tag !== oldFace || audience === 'public') return false
    return path.startsWith('/user/') !== (audience === 'customer')
  })
  assert.deepEqual(wrong, [])
})

/** What staff may change without an entry in the chain of audits, and why a line of the log is enough. */
const unentered: Readonly<Record<string, string>> = {
  ...because('the change enters itself, in the step that makes it', [
    ...['createEmployee', 'updateEmployee', 'setEmployeeEnabled', 'resetPassword', 'deleteEmployee'],
    ...['changePassword', 'POST /admin/employee', 'PUT /admin/employee', 'DELETE /admin/employee'],
    ...['POST /admin/employee/status/:status', 'PUT /admin/employee/editPassword'],
  ]),
  ...because('a step of every order: its history tells who made it when', [
    ...['acceptOrder', 'dispatchOrder', 'completeOrder', 'addOrderNote', 'PUT /admin/order/confirm'],
    ...['PUT /admin/order/delivery/:id', 'PUT /admin/order/complete/:id'],
  ]),
  ...because('one’s own session and what one has read', [
    ...['closeSession', 'markNotificationsRead', 'readMessages', 'readMessage'],
    ...['POST /admin/employee/logout', 'PUT /admin/messages/batch', 'PUT /admin/messages/:id'],
  ]),
  ...because('a picture changes nothing until a change of the menu names it', [
    ...['putImage', 'POST /admin/common/upload'],
  ]),
  ...because('what it ends was entered when it was asked for', ['cancelExport', 'cancelWorkbook']),
}

function because(reason: string, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, reason]))
}

const isForStaff = ({ audience, method }: Route) =>
  method !== 'GET' && audience !== 'customer' && audience !== 'public'

test('no change that staff may make escapes the audit: all others have a reason', () => {
  const changing = http.routes.filter(isForStaff)
  const escaping = changing.filter(({ audit }) => audit !== 'entry').map(({ name }) => name)
  assert.deepEqual(escaping.toSorted(), Object.keys(unentered).toSorted())
  assert.ok(changing.length - escaping.length > 50, String(changing.length - escaping.length))
  const silent = changing.filter(({ audience, audit }) => audience !== 'any' && !audit)
  assert.deepEqual(silent, [])
})

test('the console has a word in both languages for everything that is entered, and for nothing else', () => {
  const entered = http.routes.filter(({ audit }) => audit === 'entry').map(({ act, name }) => act ?? name)
  const told = [...new Set([...employeeActions, ...entered])].toSorted()
  for (const { audit } of [auditZh, auditEn]) assert.deepEqual(Object.keys(audit.action).toSorted(), told)
})

test('the old face calls its acts by the names of /v1', () => {
  const entered = http.routes.filter(({ audit }) => audit === 'entry')
  const names = new Set(entered.filter(({ tag }) => tag !== oldFace).map(({ name }) => name))
  const old = entered.filter(({ tag }) => tag === oldFace)
  assert.ok(old.length >= 15)
  for (const { name, act = '' } of old) assert.ok(names.has(act), `${name} is called ${act}`)
})

for (const route of http.routes.filter(({ audit }) => audit === 'entry')) {
  test(`${route.method} ${route.path}: nothing reaches a service before the act is entered`, async () => {
    const { status, reached } = await ask(route, `Bearer ${tokens.manager}`)
    assert.notEqual(status, 403)
    assert.ok(reached.length === 0 || reached[0] === 'user.recordAct', reached.join())
  })
}

test('a method hidden in a header or an address hidden in another changes nothing', async () => {
  const { token } = { token: await world.token('staff') }
  const tricks = [
    { 'x-http-method-override': 'PATCH' },
    { 'x-original-url': '/v1/shops/1' },
    { 'x-forwarded-host': 'evil', 'x-forwarded-prefix': '/v1' },
  ]
  for (const trick of tricks) {
    const { statusCode } = await http.inject({
      method: 'POST',
      url: '/v1/shops/1',
      headers: { ...bearer(token), ...trick },
      payload: {},
    })
    assert.equal(statusCode, 405, JSON.stringify(trick))
  }
  for (const url of [
    '/v1/Shops/1/employees',
    '/v1/shops/1/employees/',
    '//v1/shops/1/employees',
    '/v1/shops/1%2femployees',
  ]) {
    const { statusCode } = await http.inject({ url, headers: bearer(token) })
    assert.ok(statusCode === 404 || statusCode === 400, `${url} ${statusCode}`)
  }
})
