import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, claimsOf, createGatewayWorld, publicJwk, sign } from './gateway.fixture.ts'

const me = async (world: ReturnType<typeof createGatewayWorld>, token: string) => {
  const { statusCode, body } = await world.gateway.http.inject({ url: '/v1/me', headers: bearer(token) })
  return { statusCode, code: JSON.parse(body).code, body: JSON.parse(body) }
}

test('a token signed by the user service tells who calls', async () => {
  const world = createGatewayWorld()
  const { body } = await me(world, await world.token('manager'))
  assert.deepEqual(body, { kind: 'employee', id: '3', shopId: '1', roles: ['manager', 'staff'] })
})

test('forged, altered and misdirected tokens are all refused in the same words', async () => {
  const world = createGatewayWorld()
  const now = world.clock.now()
  const claims = claimsOf('manager', now)
  const good = await sign(claims)
  const wrong = {
    ...(await wrongHeaders(claims)),
    ...wrongForms(good, claims),
    ...(await wrongClaims(claims, now)),
  }
  for (const [what, token] of Object.entries(wrong)) {
    const { statusCode, code } = await me(world, token)
    assert.deepEqual([statusCode, code], [401, 'TOKEN_INVALID'], what)
  }
  assert.equal((await me(world, good)).statusCode, 200)
})

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function wrongHeaders(claims: object) {
  const unsigned = (alg: string) => `${encode({ alg, typ: 'JWT', kid: 'test-key' })}.${encode(claims)}.`
  const secret = Buffer.from(JSON.stringify(publicJwk))
  return {
    none: unsigned('none'),
    None: unsigned('None'),
    nOnE: unsigned('nOnE'),
    'HS256 signed with the public key': await sign(claims, { alg: 'HS256' }, secret),
    'an unknown key': await sign(claims, { kid: 'other' }),
    'a path as key': await sign(claims, { kid: '../../etc/passwd' }),
    'no key': await sign(claims, { kid: undefined }),
    'a key of its own': await sign(claims, { jwk: publicJwk }),
    'a key address': await sign(claims, { jku: 'http://127.0.0.1/keys' }),
    'a certificate': await sign(claims, { x5c: ['MIIB'] }),
    'a certificate address': await sign(claims, { x5u: 'http://127.0.0.1/cert' }),
    'another type': await sign(claims, { typ: 'at+jwt' }),
  }
}

function wrongForms(good: string, claims: object) {
  const [head = '', payload = '', signature = ''] = good.split('.')
  return {
    'another alg in the header': `${encode({ alg: 'RS256', kid: 'test-key' })}.${payload}.${signature}`,
    'an unsigned payload': `${head}.${payload}.`,
    'no signature': `${head}.${payload}`,
    'a detached payload': `${head}..${signature}`,
    'another payload': `${head}.${encode({ ...claims, roles: ['owner'] })}.${signature}`,
    'a trailing part': `${good}.x`,
    'trailing garbage': `${good}x`,
    'a cut signature': good.slice(0, -4),
    'no JSON': `${head}.${Buffer.from('x').toString('base64url')}.${signature}`,
    'not a token': 'garbage',
    'dots only': '..',
    'five parts': 'a.b.c.d.e',
    'a long one': 'x'.repeat(4097),
  }
}

async function wrongClaims(claims: object, now: number) {
  return {
    'expired now': await sign({ ...claims, exp: now / 1000 }),
    'without an end': await sign({ ...claims, exp: undefined }),
    'an endless life': await sign({ ...claims, exp: now / 1000 + 10 * 365 * 86_400 }),
    'an end in words': await sign({ ...claims, exp: 'never' }),
    'without a person': await sign({ ...claims, sub: '' }),
    'without a session': await sign({ ...claims, sid: undefined }),
    'of no known kind': await sign({ ...claims, kind: 'system' }),
    'an employee of no shop': await sign({ ...claims, shop: undefined }),
    'roles that are no list': await sign({ ...claims, roles: 'manager' }),
  }
}

test('a token is good until the instant it expires', async () => {
  const world = createGatewayWorld()
  const token = await world.token('staff')
  world.clock.advance(599_999)
  assert.equal((await me(world, token)).statusCode, 200)
  world.clock.advance(1)
  assert.equal((await me(world, token)).statusCode, 401)
})

test('an unknown key is asked for at most once a second, and a new one is found then', async () => {
  const kids = ['old']
  let asked = 0
  const world = createGatewayWorld({
    user: {
      async getVerificationKeys() {
        asked += 1
        return { jwks: JSON.stringify({ keys: kids.map((kid) => ({ ...publicJwk, kid })) }) }
      },
    },
  })
  const claims = claimsOf('staff', world.clock.now())
  assert.equal((await me(world, await sign(claims, { kid: 'old' }))).statusCode, 200)
  const fresh = await sign(claims, { kid: 'new' })
  for (let n = 0; n < 20; n += 1) assert.equal((await me(world, fresh)).statusCode, 401)
  assert.equal(asked, 1)
  kids.push('new')
  world.clock.advance(1000)
  assert.equal((await me(world, fresh)).statusCode, 200)
  assert.equal(asked, 2)
})

test('a key that the user service no longer names stops verifying within a minute', async () => {
  let kid = 'old'
  const world = createGatewayWorld({
    user: { getVerificationKeys: async () => ({ jwks: JSON.stringify({ keys: [{ ...publicJwk, kid }] }) }) },
  })
  const tokens = [1, 2].map((n) =>
    sign({ ...claimsOf('staff', world.clock.now()), sid: `s${n}` }, { kid: 'old' }),
  )
  const [first = '', second = ''] = await Promise.all(tokens)
  assert.equal((await me(world, first)).statusCode, 200)
  kid = 'new'
  world.clock.advance(60_000)
  assert.equal((await me(world, second)).statusCode, 401)
})

test('a session whose password must be changed may change it or log out, and nothing else', async () => {
  const open = [
    ...['changePassword', 'closeSession'],
    ...['PUT /admin/employee/editPassword', 'POST /admin/employee/logout'],
  ]
  const world = createGatewayWorld({ user: { logout: async () => ({}) } })
  const headers = bearer(await world.token('manager', { confined: 'PASSWORD_CHANGE_REQUIRED' }))
  const { http } = world.gateway
  const guarded = http.routes.filter(({ audience }) => audience !== 'public' && audience !== 'customer')
  assert.ok(guarded.length > 30)
  for (const { name, method, path, dialect } of guarded) {
    const url = path.replace(':shopId', '1').replaceAll(/:[A-Za-z]+/g, '1')
    const { statusCode, body } = await http.inject({ method, url, headers })
    const isOpen = open.includes(name)
    assert.equal(/PASSWORD_CHANGE_REQUIRED|请先修改初始密码/.test(body), !isOpen, name)
    const isRefused = statusCode === 403 || (dialect !== undefined && /"code":0/.test(body))
    if (!isOpen) assert.ok(isRefused, name)
    else assert.notEqual(statusCode, 403, name)
  }
  const reached = world.calls.filter((call) => !/getVerificationKeys|findRevokedSessions/.test(call))
  assert.deepEqual(reached, ['user.logout', 'user.logout'])
})

test('a claim that nobody knows confines nobody: such a token is refused', async () => {
  const world = createGatewayWorld()
  const { statusCode } = await me(world, await world.token('manager', { confined: 'SOMETHING' }))
  assert.equal(statusCode, 401)
})
