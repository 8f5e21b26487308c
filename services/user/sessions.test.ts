import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { generateEd25519 } from '#kit/crypto/keys.ts'
import { Fault } from '#kit/fault.ts'
import { systemRandom } from '#kit/random.ts'
import { anonymous, createRig, createStaff, loginCustomer, password, type Rig } from './user.fixture.ts'

const phone = '13812345678'
const seconds = 1_000
const days = 86_400 * seconds
const ended = { reason: 'SESSION_ENDED', kind: 'unauthenticated' }

const refresh = (rig: Rig, refreshToken: string) => rig.as(anonymous).refreshSession({ refreshToken })

async function isRevoked(rig: Rig, sessionId: string) {
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: [sessionId] })
  return revokedIds.length === 1
}

test('an access token verifies by the published keys and tells who, which session , how long', async (t) => {
  const rig = await createRig(t)
  const { jwks } = await rig.as(anonymous).getVerificationKeys({})
  const keys = createLocalJWKSet(JSON.parse(jwks))
  const { session } = await loginCustomer(rig, phone)
  const verify = (token: string) =>
    jwtVerify(token, keys, { algorithms: ['EdDSA'], currentDate: new Date(rig.clock.now()) })

  const { payload } = await verify(session.accessToken)
  const iat = Math.floor(rig.clock.now() / 1000)
  const times = { iat, exp: iat + 600 }
  assert.deepEqual(payload, { sub: session.subjectId, kind: 'customer', sid: session.sessionId, ...times })
  assert.equal(session.accessExpiresAt, (iat + 600) * 1000)

  const { employee } = await createStaff(rig, 'zhangsan', '7', ['staff', 'manager'])
  const staff = await rig.as(anonymous).loginEmployee({ username: 'zhangsan', password })
  const { payload: claims } = await verify(staff.accessToken)
  const whose = { sub: employee.id, kind: 'employee', sid: staff.sessionId, shop: '7' }
  assert.deepEqual(claims, { ...whose, roles: ['manager', 'staff'], ...times })
})

test('keys that have retired still verify and no private part is published', async (t) => {
  const retired = generateEd25519(systemRandom)
  const rig = await createRig(t, { retiredKeys: [retired.privatePem] })
  const { jwks } = await rig.as(anonymous).getVerificationKeys({})
  const { keys } = JSON.parse(jwks)
  assert.equal(keys.length, 2)
  assert.equal(new Set(keys.map(({ kid }: { kid: string }) => kid)).size, 2)
  for (const key of keys) assert.equal('d' in key, false)
})

test('a refresh answers a new pair of the same session', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  rig.clock.advance(600 * seconds)
  const next = await refresh(rig, session.refreshToken)
  assert.equal(next.sessionId, session.sessionId)
  assert.equal(next.subjectId, session.subjectId)
  assert.notEqual(next.refreshToken, session.refreshToken)
  assert.equal(next.accessExpiresAt, session.accessExpiresAt + 600 * seconds)
  assert.match(next.refreshToken, /^[\w-]{43}$/)
})

/** Steps of whoever holds the tokens t0, t1 …; `+s` waits, `logout` ends. The last answer is checked. */
const table = [
  { steps: ['t0'], answer: 't1', revoked: false },
  { steps: ['t0', 't1'], answer: 't2', revoked: false },
  { steps: ['t0', '+9', 't0'], answer: 't1', revoked: false },
  { steps: ['t0', '+10', 't0'], answer: 'ended', revoked: true },
  { steps: ['t0', 't1', '+9', 't0'], answer: 't1', revoked: false },
  { steps: ['t0', 't1', '+10', 't0'], answer: 'ended', revoked: true },
  { steps: ['t0', '+600', 't1', '+600', 't0', 't2'], answer: 'ended', revoked: true },
  { steps: ['t0', '+9', 't0', '+9', 't0'], answer: 'ended', revoked: true },
  { steps: ['logout', 't0'], answer: 'ended', revoked: true },
  { steps: ['t0', 'logout', 't0'], answer: 'ended', revoked: true },
  { steps: ['t0', 'logout', 't1'], answer: 'ended', revoked: true },
  { steps: ['+1209599', 't0'], answer: 't1', revoked: false },
  { steps: ['+1209600', 't0'], answer: 'ended', revoked: false },
] as const

for (const { steps, answer, revoked } of table) {
  test(`refresh tokens: ${steps.join(' ')} → ${answer}${revoked ? ', session revoked' : ''}`, async (t) => {
    const rig = await createRig(t)
    const { session, calls } = await loginCustomer(rig, phone)
    const tokens = [session.refreshToken]
    let last = ''
    for (const step of steps) {
      if (step === 'logout') await calls.logout({})
      else if (step.startsWith('+')) rig.clock.advance(Number(step) * seconds)
      else last = await present(rig, tokens, Number(step.slice(1)))
    }
    assert.equal(last, answer)
    assert.equal(await isRevoked(rig, session.sessionId), revoked)
    const announced = (await rig.announced()).filter(({ type }) => type === 'SessionRevoked')
    assert.equal(announced.length, revoked ? 1 : 0)
  })
}

/** Presents token n and tells by number which one came back. */
async function present(rig: Rig, tokens: string[], n: number): Promise<string> {
  try {
    const { refreshToken } = await refresh(rig, tokens[n] ?? assert.fail(`t${n} was never given`))
    if (!tokens.includes(refreshToken)) tokens.push(refreshToken)
    return `t${tokens.indexOf(refreshToken)}`
  } catch (error) {
    if (error instanceof Fault && error.reason === 'SESSION_ENDED') return 'ended'
    throw error
  }
}

test('twenty refreshes of one token at once lead to one successor', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(rig, session.refreshToken)))
  assert.equal(new Set(answers.map(({ refreshToken }) => refreshToken)).size, 1)
  assert.equal(new Set(answers.map(({ refreshExpiresAt }) => refreshExpiresAt)).size, 1)
  const rows = await rig.storage.read('all', (db) => db.selectFrom('refresh_token').selectAll().execute())
  assert.equal(rows.length, 2)
  assert.equal(rows.filter(({ used_at }) => used_at === null).length, 1)
  await refresh(rig, answers[0]?.refreshToken ?? '')
})

test('a refresh token is never found in the database', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  const next = await refresh(rig, session.refreshToken)
  const rows = await rig.storage.read('all', (db) => db.selectFrom('refresh_token').selectAll().execute())
  const stored = JSON.stringify(rows)
  assert.ok(!stored.includes(session.refreshToken) && !stored.includes(next.refreshToken))
})

test('what is no refresh token ends nothing and opens nothing', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  for (const token of ['', 'x', session.accessToken, session.sessionId, `${session.refreshToken}=`]) {
    await assert.rejects(refresh(rig, token), ended)
  }
  assert.equal(await isRevoked(rig, session.sessionId), false)
})

test('a session ends after ninety days however often it is refreshed, and its tokens with it', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  let current = session
  for (let day = 0; day < 80; day += 10) {
    rig.clock.advance(10 * days)
    current = await refresh(rig, current.refreshToken)
  }
  rig.clock.advance(10 * days - 60 * seconds)
  current = await refresh(rig, current.refreshToken)
  assert.equal(current.refreshExpiresAt, rig.clock.now() + 60 * seconds)
  assert.equal(current.accessExpiresAt, rig.clock.now() + 60 * seconds)
  rig.clock.advance(60 * seconds)
  await assert.rejects(refresh(rig, current.refreshToken), ended)
  assert.equal(await isRevoked(rig, session.sessionId), true)

  await rig.timers['forget-session']?.(session.sessionId, '')
  const rows = await rig.storage.read('all', (db) => db.selectFrom('refresh_token').selectAll().execute())
  assert.deepEqual(rows, [])
})

test('a session that lasts is not forgotten', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  await rig.timers['forget-session']?.(session.sessionId, '')
  await refresh(rig, session.refreshToken)
})

test('logout ends the own session only, and twice is as good as once', async (t) => {
  const rig = await createRig(t)
  const first = await loginCustomer(rig, phone)
  rig.clock.advance(60 * seconds)
  const second = await loginCustomer(rig, phone)
  await first.calls.logout({})
  await first.calls.logout({})
  assert.equal(await isRevoked(rig, first.session.sessionId), true)
  assert.equal(await isRevoked(rig, second.session.sessionId), false)
  const announced = (await rig.announced()).filter(({ type }) => type === 'SessionRevoked')
  assert.deepEqual(
    announced.map(({ payload }) => payload),
    [{ sessionId: first.session.sessionId }],
  )
  await assert.rejects(rig.as(anonymous).logout({}), ended)
})

test('a session nobody knows counts as revoked, and many may be asked about', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  const unknown = Array.from({ length: 1200 }, (_, i) => `unknown-${i}`)
  const sessionIds = [...unknown, session.sessionId]
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds })
  assert.deepEqual(revokedIds, unknown)
})
