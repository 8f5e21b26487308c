import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import { anonymous, createRig, json, loginCustomer } from './user.fixture.ts'

const phone = '13812345678'
const minute = 60_000

test('a code logs an unknown phone in and registers it once', async (t) => {
  const rig = await createRig(t)
  const first = await loginCustomer(rig, phone)
  const registeredAt = rig.clock.now()
  rig.clock.advance(minute)
  const second = await loginCustomer(rig, phone)

  assert.equal(second.session.subjectId, first.session.subjectId)
  assert.notEqual(second.session.sessionId, first.session.sessionId)
  assert.equal(first.session.name, '用户5678')
  const registered = (await rig.announced()).filter(({ type }) => type === 'CustomerRegistered')
  assert.deepEqual(
    registered.map(({ payload }) => payload),
    [{ customerId: first.session.subjectId, registeredAt }],
  )
})

test('registrations are replayed to services as they were announced, and to nobody else', async (t) => {
  const rig = await createRig(t)
  for (const each of ['13812345671', '13812345672']) await loginCustomer(rig, each)
  const registered = (await rig.announced()).filter(({ type }) => type === 'CustomerRegistered')
  const { customers, nextCursor } = await rig.as({ kind: 'system', id: 'report' }).replayEvents({})
  assert.deepEqual(
    customers,
    registered.map(({ payload }) => payload),
  )
  assert.equal(nextCursor, '')
  const [first] = customers
  const behind = await rig
    .as({ kind: 'system', id: 'report' })
    .replayEvents({ cursor: first?.customerId ?? '' })
  assert.deepEqual(behind.customers, customers.slice(1))
  for (const by of [anonymous, { kind: 'customer', id: '1' }] as const)
    await assert.rejects(rig.as(by).replayEvents({}), { reason: 'ROLE_MISSING' })
})

test('the code travels in the text message and is answered only where codes are shown', async (t) => {
  const rig = await createRig(t, { showCodes: false })
  const { shownCode } = await rig.as(anonymous).sendPhoneCode({ phone })
  assert.equal(shownCode, '')
  assert.equal(rig.texts.length, 1)
  const [, code = ''] = /验证码 (\d{6})/.exec(rig.texts[0]?.text ?? '') ?? []
  const session = await rig.as(anonymous).loginByPhone({ phone, code })
  assert.notEqual(session.subjectId, '')
})

test('the database never holds a code in the clear', async (t) => {
  const rig = await createRig(t)
  const { shownCode } = await rig.as(anonymous).sendPhoneCode({ phone })
  const rows = await rig.storage.read('all', (db) => db.selectFrom('phone_code').selectAll().execute())
  assert.equal(rows.length, 1)
  assert.ok(!JSON.stringify(rows).includes(shownCode))
})

test('a code is good for one login, even when it is used twice at the same moment', async (t) => {
  const rig = await createRig(t)
  const { shownCode: code } = await rig.as(anonymous).sendPhoneCode({ phone })
  const logins = Array.from({ length: 10 }, () => rig.as(anonymous).loginByPhone({ phone, code }))
  const outcomes = await Promise.allSettled(logins)
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('a code ends after ten minutes', async (t) => {
  const rig = await createRig(t)
  const { shownCode: code, expiresAt } = await rig.as(anonymous).sendPhoneCode({ phone })
  assert.equal(expiresAt, rig.clock.now() + 10 * minute)
  rig.clock.advance(10 * minute)
  await assert.rejects(rig.as(anonymous).loginByPhone({ phone, code }), { reason: 'CODE_WRONG' })
})

test('a code survives four wrong tries and not five, also when they come at once', async (t) => {
  for (const [tries, holds] of [
    [4, true],
    [5, false],
  ] as const) {
    const rig = await createRig(t)
    const { shownCode: code } = await rig.as(anonymous).sendPhoneCode({ phone })
    const wrong = code === '000000' ? '000001' : '000000'
    const guesses = Array.from({ length: tries }, () =>
      assert.rejects(rig.as(anonymous).loginByPhone({ phone, code: wrong }), { reason: 'CODE_WRONG' }),
    )
    await Promise.all(guesses)
    const login = rig.as(anonymous).loginByPhone({ phone, code })
    if (holds) await login
    else await assert.rejects(login, { reason: 'CODE_WRONG' })
  }
})

test('a phone gets one code a minute, also when many are asked for at once', async (t) => {
  const rig = await createRig(t)
  const asked = Array.from({ length: 10 }, () => rig.as(anonymous).sendPhoneCode({ phone }))
  const outcomes = await Promise.allSettled(asked)
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal(rig.texts.length, 1)

  rig.clock.advance(minute - 1)
  await assert.rejects(rig.as(anonymous).sendPhoneCode({ phone }), { reason: 'CODE_TOO_SOON' })
  rig.clock.advance(1)
  await rig.as(anonymous).sendPhoneCode({ phone })
})

test('a new code replaces the one before it', async (t) => {
  const rig = await createRig(t)
  const { shownCode: old } = await rig.as(anonymous).sendPhoneCode({ phone })
  rig.clock.advance(minute)
  const { shownCode: fresh } = await rig.as(anonymous).sendPhoneCode({ phone })
  if (old !== fresh) {
    await assert.rejects(rig.as(anonymous).loginByPhone({ phone, code: old }), { reason: 'CODE_WRONG' })
  }
  await rig.as(anonymous).loginByPhone({ phone, code: fresh })
})

test('a code certainly not sent may be asked for again at once, one that may have been not', async (t) => {
  const rig = await createRig(t)
  rig.answerSms = () => json({}, 400)
  await assert.rejects(rig.as(anonymous).sendPhoneCode({ phone }), { reason: 'EGRESS_UNREACHABLE' })
  rig.answerSms = () => {
    throw new Fault('unavailable', 'EGRESS_UNREACHABLE', 'lost on the way', { unknown: true })
  }
  await assert.rejects(rig.as(anonymous).sendPhoneCode({ phone }), { reason: 'EGRESS_UNREACHABLE' })
  await assert.rejects(rig.as(anonymous).sendPhoneCode({ phone }), { reason: 'CODE_TOO_SOON' })
})

test('a code of one phone opens no other', async (t) => {
  const rig = await createRig(t)
  const { shownCode: code } = await rig.as(anonymous).sendPhoneCode({ phone })
  const other = rig.as(anonymous).loginByPhone({ phone: '13912345678', code })
  await assert.rejects(other, { reason: 'CODE_WRONG' })
})

test('what is not a mobile number is refused', async (t) => {
  const rig = await createRig(t)
  for (const bad of [
    '',
    '1381234567',
    '138123456789',
    '12812345678',
    '1381234567a',
    ' 13812345678',
    '13812345678\n',
  ]) {
    await assert.rejects(rig.as(anonymous).sendPhoneCode({ phone: bad }), { reason: 'PHONE_INVALID' }, bad)
    await assert.rejects(rig.as(anonymous).loginByPhone({ phone: bad, code: '1' }), {
      reason: 'PHONE_INVALID',
    })
  }
})

test('a code that is over is forgotten, one that holds is not', async (t) => {
  const rig = await createRig(t)
  const count = () => rig.storage.read('all', (db) => db.selectFrom('phone_code').selectAll().execute())
  await rig.as(anonymous).sendPhoneCode({ phone })
  await rig.timers['forget-code']?.(phone, '')
  assert.equal((await count()).length, 1)
  rig.clock.advance(10 * minute)
  await rig.timers['forget-code']?.(phone, '')
  assert.equal((await count()).length, 0)
})
