import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import { gatewayConfig } from './config.ts'
import { bearer, createGatewayWorld } from './gateway.fixture.ts'

const session = {
  accessToken: 'a.b.c',
  accessExpiresAt: 1_760_000_600_000,
  refreshToken: 'r',
  refreshExpiresAt: 1_761_000_000_000,
  sessionId: 's1',
  subjectId: '7',
  name: '',
  shopId: '',
  roles: [],
  permissions: [],
  mustChangePassword: false,
}

test('each grant logs in its own way, and no grant takes the fields of another', async () => {
  const asked: object[] = []
  const note = async (request: object) => {
    asked.push(request)
    return session
  }
  const world = createGatewayWorld({ user: { loginByPhone: note, loginByWechat: note, loginEmployee: note } })
  const login = (payload: object) =>
    world.gateway.http.inject({ method: 'POST', url: '/v1/sessions', payload })
  const opened = await login({ grant: 'phone', phone: '13800000000', code: '123456' })
  assert.deepEqual([opened.statusCode, opened.json().accessExpiresAt], [201, '2025-10-09T17:03:20.000+08:00'])
  await login({ grant: 'wechat', jsCode: 'w' })
  await login({ grant: 'employee', username: 'admin', password: '123456' })
  assert.deepEqual(asked, [
    { phone: '13800000000', code: '123456' },
    { jsCode: 'w' },
    { username: 'admin', password: '123456' },
  ])
  for (const wrong of [
    { grant: 'phone', jsCode: 'w' },
    { grant: 'root' },
    { grant: 'wechat', jsCode: 'w', phone: '1' },
  ]) {
    assert.equal((await login(wrong)).statusCode, 400)
  }
  assert.equal(asked.length, 3)
})

test('a picture is kept for ever by whoever has it, and can neither run nor load anything', async () => {
  let loaded = 0
  const world = createGatewayWorld({
    catalog: {
      async getImage() {
        loaded += 1
        return {
          contentType: 'image/svg+xml',
          body: Buffer.from('<svg xmlns="x"><script>alert(1)</script></svg>'),
        }
      },
    },
  })
  const ask = () => world.gateway.http.inject({ url: '/v1/images/abc123' })
  const { headers } = await ask()
  assert.equal(headers['content-type'], 'image/svg+xml')
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(String(headers['content-security-policy']), /default-src 'none'; .*sandbox/)
  await ask()
  assert.equal(loaded, 1)
})

const fish = {
  id: '46',
  shopId: '1',
  categoryId: '1',
  name: '鱼',
  priceFen: 3800,
  image: '',
  description: '',
  onSale: true,
  optionGroups: [],
  version: 1,
  ...{ sort: 0, mealtimes: [], createdAt: 0, updatedAt: 0 },
}

test('the stock of an absent or foreign dish can be neither set nor marked', async () => {
  const worlds = [
    createGatewayWorld(),
    createGatewayWorld({ catalog: { getDish: async () => ({ ...fish, shopId: '2' }) } }),
  ]
  for (const world of worlds) {
    for (const [path, payload] of [
      ['stock/46', { onHand: 1, reason: '盘点' }],
      ['stock/46/sold-out', { soldOut: true }],
    ] as const) {
      const headers = bearer(await world.token('staff'))
      const { statusCode } = await world.gateway.http.inject({
        method: 'PUT',
        url: `/v1/shops/1/${path}`,
        payload,
        headers,
      })
      assert.equal(statusCode, 404)
    }
    assert.ok(!world.calls.some((call) => call.startsWith('inventory')))
  }
})

test('stock without a limit is null, and null takes the limit away', async () => {
  let asked: object | undefined
  const world = createGatewayWorld({
    catalog: { getDish: async () => fish },
    inventory: {
      async setStock(request) {
        asked = request
        return { shopId: '1', dishId: '46', reserved: 0, soldOutUntil: 0 }
      },
    },
  })
  const { statusCode, body } = await world.gateway.http.inject({
    method: 'PUT',
    url: '/v1/shops/1/stock/46',
    payload: { onHand: null, reason: '盘点' },
    headers: bearer(await world.token('staff')),
  })
  assert.deepEqual([statusCode, JSON.parse(body).onHand, JSON.parse(body).soldOutUntil], [200, null, null])
  assert.deepEqual(asked, {
    shopId: '1',
    dishId: '46',
    onHand: undefined,
    dailyAmount: undefined,
    reason: '盘点',
  })
})

test('a notification reaches payment with exactly its bytes and the headers it is signed with', async () => {
  let received: { headers?: readonly object[]; body?: Uint8Array } = {}
  const world = createGatewayWorld({
    payment: {
      async receiveNotification(request) {
        received = request as typeof received
        return {}
      },
    },
  })
  const payload = Buffer.from('{ "id" : "1" }\n')
  const { statusCode, body } = await world.gateway.http.inject({
    method: 'POST',
    url: '/notify/wechat',
    payload,
    headers: {
      'wechatpay-signature': 'sig',
      'wechatpay-nonce': 'n',
      cookie: 'x',
      'content-type': 'application/json',
    },
  })
  assert.deepEqual([statusCode, body], [200, '{"code":"SUCCESS"}'])
  assert.deepEqual(Buffer.from(received.body ?? []), payload)
  assert.deepEqual(received.headers, [
    { name: 'wechatpay-signature', value: 'sig' },
    { name: 'wechatpay-nonce', value: 'n' },
  ])
})

test('a notification that could not be worked in is refused, so that it comes again', async () => {
  const world = createGatewayWorld({
    payment: {
      receiveNotification: () => Promise.reject(new Fault('unavailable', 'STORAGE_UNAVAILABLE', 'no data')),
    },
  })
  const sent = await world.gateway.http.inject({ method: 'POST', url: '/notify/wechat', payload: '{}' })
  assert.deepEqual([sent.statusCode, sent.json().code], [503, 'FAIL'])
})

test('the start page is Chinese or English, shows logins only where given and loads nothing', async () => {
  const demoLogins = [{ who: '店长 <b>', login: 'admin', secret: '123456' }]
  const { http } = createGatewayWorld({}, { demoLogins }).gateway
  const chinese = await http.inject({ url: '/' })
  const english = await http.inject({ url: '/', headers: { 'accept-language': 'en' } })
  assert.match(chinese.body, /<html lang="zh-CN">[\s\S]*苍穹外卖/)
  assert.match(english.body, /<html lang="en">[\s\S]*Demo logins/)
  assert.ok(chinese.body.includes('店长 &lt;b&gt;'))
  assert.doesNotMatch(chinese.body, /(?:src|href)="(?:https?:)?\/\//)
  assert.match(String(chinese.headers['content-security-policy']), /default-src 'none'; style-src 'sha256-/)
  const plain = await createGatewayWorld().gateway.http.inject({ url: '/' })
  assert.doesNotMatch(plain.body, /<table>/)
})

test('the API describes itself where configuration says so, and elsewhere to nobody', async () => {
  const described = ['/docs', '/docs/start.js', '/docs/swagger-ui.css', '/v1/openapi.json']
  const statusesOf = async (config: object) => {
    const { http } = createGatewayWorld({}, config).gateway
    const { body: start } = await http.inject({ url: '/', headers: { 'accept-language': 'en' } })
    const links = described.filter((url) => start.includes(`href="${url}"`))
    const statuses = described.map(async (url) => (await http.inject({ url })).statusCode)
    return { links, statuses: [...new Set(await Promise.all(statuses))] }
  }
  assert.deepEqual(await statusesOf({ docs: true }), {
    links: ['/docs', '/v1/openapi.json'],
    statuses: [200],
  })
  assert.deepEqual(await statusesOf({ docs: false }), { links: [], statuses: [404] })
  assert.equal(gatewayConfig.parse({}).docs, false)
})
