import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import { anonymous, createRig, createStaff, home, loginCustomer, type Rig, system } from './user.fixture.ts'

const phone = '13812345678'
const minute = 60_000
const busy = () => {
  throw new Fault('precondition', 'CUSTOMER_BUSY', 'an order is under way')
}

const rowsOf = (rig: Rig, table: 'customer' | 'address' | 'phone_code' | 'session') =>
  rig.storage.read('all', (db) => db.selectFrom(table).selectAll().execute())

async function isRevoked(rig: Rig, sessionId: string) {
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: [sessionId] })
  return revokedIds.length === 1
}

test('a profile is changed field by field, and what is not given stays', async (t) => {
  const { calls, session } = await loginCustomer(await createRig(t), phone)
  await calls.updateProfile({ name: ' 小明 ', sex: 'M' })
  const changed = await calls.updateProfile({ avatar: 'image-1' })
  assert.deepEqual(
    [changed.name, changed.avatar, changed.sex, changed.phone],
    ['小明', 'image-1', 'M', phone],
  )
  const emptied = await calls.updateProfile({ avatar: '', sex: '' })
  assert.deepEqual([emptied.name, emptied.avatar, emptied.sex], ['小明', '', ''])
  assert.deepEqual(await calls.getCustomer({ customerId: session.subjectId }), emptied)
})

test('a wrong field of a profile is refused and named, and nothing is written', async (t) => {
  const { calls, session } = await loginCustomer(await createRig(t), phone)
  const before = await calls.getCustomer({ customerId: session.subjectId })
  const wrong = [
    ...['', '   ', 'x'.repeat(21), 'a\nb'].map((name) => ['name', { name, sex: 'F' }] as const),
    ...['../etc', 'a b', 'x'.repeat(129)].map((avatar) => ['avatar', { avatar, sex: 'F' }] as const),
    ['sex', { name: 'good', sex: 'X' }] as const,
  ]
  for (const [field, change] of wrong)
    await assert.rejects(calls.updateProfile(change), { reason: 'PROFILE_INVALID', details: { field } })
  assert.deepEqual(await calls.getCustomer({ customerId: session.subjectId }), before)
})

test('employees see of a phone what they need to recognise it, and no openid', async (t) => {
  const rig = await createRig(t)
  const { session } = await loginCustomer(rig, phone)
  const { calls: staff } = await createStaff(rig, 'staff1')
  const seen = await staff.getCustomer({ customerId: session.subjectId })
  assert.deepEqual([seen.phone, seen.openid], ['138****5678', ''])
  rig.openids.set('code', 'openid-1')
  const { subjectId } = await rig.as(anonymous).loginByWechat({ jsCode: 'code' })
  const wechat = await staff.getCustomer({ customerId: subjectId })
  assert.deepEqual([wechat.phone, wechat.openid], ['', ''])
})

test('twenty first logins by one phone, at once and one after the other, are one customer', async (t) => {
  const rig = await createRig(t, { codePauseMs: 1 })
  const { shownCode: code } = await rig.as(anonymous).sendPhoneCode({ phone })
  const first = Array.from({ length: 20 }, () => rig.as(anonymous).loginByPhone({ phone, code }))
  const opened = (await Promise.allSettled(first)).filter(({ status }) => status === 'fulfilled')
  assert.equal(opened.length, 1)
  rig.clock.advance(minute)
  await loginCustomer(rig, phone)
  assert.equal((await rowsOf(rig, 'customer')).length, 1)
})

test('a deleted account leaves a number and two instants, and ends every session', async (t) => {
  const rig = await createRig(t)
  const other = await loginCustomer(rig, phone)
  await other.calls.updateProfile({ name: '王小明', avatar: 'image-1', sex: 'M' })
  await other.calls.createAddress({ fields: home })
  rig.clock.advance(minute)
  const { calls, session } = await loginCustomer(rig, phone)
  rig.clock.advance(minute)
  await rig.as(anonymous).sendPhoneCode({ phone })

  await calls.deleteCustomer({})
  const deletedAt = rig.clock.now()
  const [row] = await rowsOf(rig, 'customer')
  const left = { id: Number(session.subjectId), created_at: deletedAt - 2 * minute, deleted_at: deletedAt }
  assert.deepEqual({ ...row }, { ...left, phone: null, openid: null, name: '已注销', avatar: '', sex: '' })
  for (const table of ['address', 'phone_code'] as const) assert.deepEqual(await rowsOf(rig, table), [])
  assert.deepEqual(rig.closed, [`system:user closes ${session.subjectId}`])
  for (const { sessionId } of [session, other.session]) assert.ok(await isRevoked(rig, sessionId))
  const told = (await rig.announced()).filter(({ type }) => type === 'CustomerDeleted')
  assert.deepEqual(
    told.map(({ payload }) => payload),
    [{ customerId: session.subjectId, deletedAt }],
  )
  const missing = { reason: 'CUSTOMER_MISSING' }
  for (const caller of [calls, rig.as(system)])
    await assert.rejects(caller.getCustomer({ customerId: session.subjectId }), missing)
  await assert.rejects(calls.createAddress({ fields: home }), missing)
  await assert.rejects(calls.updateProfile({ name: 'x' }), missing)
  await assert.rejects(calls.deleteCustomer({}), { reason: 'LOGIN_STALE' })
})

test('whoever comes again by the same phone or WeChat is a new customer', async (t) => {
  const rig = await createRig(t)
  rig.openids.set('code', 'openid-1')
  const byPhone = await loginCustomer(rig, phone)
  const byWechat = await rig.as(anonymous).loginByWechat({ jsCode: 'code' })
  await byPhone.calls.deleteCustomer({})
  const wechat = { kind: 'customer', id: byWechat.subjectId } as const
  await rig.as(wechat, byWechat.sessionId).deleteCustomer({})
  rig.clock.advance(minute)
  const again = [
    (await loginCustomer(rig, phone)).session.subjectId,
    (await rig.as(anonymous).loginByWechat({ jsCode: 'code' })).subjectId,
  ]
  assert.equal(new Set([byPhone.session.subjectId, byWechat.subjectId, ...again]).size, 4)
})

test('an account goes only within five minutes of a login, however often that was refreshed', async (t) => {
  const rig = await createRig(t)
  const { calls, session } = await loginCustomer(rig, phone)
  rig.clock.advance(5 * minute)
  await rig.as(anonymous).refreshSession({ refreshToken: session.refreshToken })
  await assert.rejects(calls.deleteCustomer({}), { reason: 'LOGIN_STALE' })
  assert.deepEqual(rig.closed, [], 'the orders were asked')
  const { calls: fresh } = await loginCustomer(rig, phone)
  await fresh.deleteCustomer({})
})

test('while an order or a refund is under way the account stays as it is', async (t) => {
  const rig = await createRig(t)
  const { calls, session } = await loginCustomer(rig, phone)
  await calls.createAddress({ fields: home })
  rig.answerOrders = busy
  await assert.rejects(calls.deleteCustomer({}), { reason: 'CUSTOMER_BUSY' })
  assert.equal((await calls.getCustomer({ customerId: session.subjectId })).phone, phone)
  assert.equal((await calls.listAddresses({})).addresses.length, 1)
  assert.equal(await isRevoked(rig, session.sessionId), false)
})

test('nobody but the customer deletes an account', async (t) => {
  const rig = await createRig(t)
  await loginCustomer(rig, phone)
  const { calls: staff } = await createStaff(rig, 'staff1')
  for (const caller of [staff, rig.as(anonymous), rig.as(system)])
    await assert.rejects(caller.deleteCustomer({}), { reason: 'CUSTOMER_MISSING' })
})

test('of deletions, logins and new addresses at once nothing is left of the one who goes', async (t) => {
  const rig = await createRig(t)
  rig.openids.set('code', 'openid-1')
  const { subjectId, sessionId } = await rig.as(anonymous).loginByWechat({ jsCode: 'code' })
  const calls = rig.as({ kind: 'customer', id: subjectId }, sessionId)
  const at = <T>(times: number, work: () => Promise<T>) => Array.from({ length: times }, work)
  const outcomes = await Promise.allSettled([
    ...at(3, () => rig.as(anonymous).loginByWechat({ jsCode: 'code' })),
    ...at(3, () => calls.createAddress({ fields: home })),
    ...at(4, () => calls.deleteCustomer({})),
    ...at(3, () => calls.createAddress({ fields: home })),
    ...at(6, () => rig.as(anonymous).loginByWechat({ jsCode: 'code' })),
  ])
  const deleted = outcomes.slice(6, 10).filter(({ status }) => status === 'fulfilled')
  assert.equal(deleted.length, 1)
  const gone = Number(subjectId)
  const addresses = (await rowsOf(rig, 'address')) as { customer_id: number }[]
  assert.deepEqual(
    addresses.filter(({ customer_id }) => customer_id === gone),
    [],
  )
  const sessions = (await rowsOf(rig, 'session')) as { subject_id: number; revoked_at: number | null }[]
  const living = sessions.filter(({ subject_id, revoked_at }) => subject_id === gone && revoked_at === null)
  assert.deepEqual(living, [])
  // Whoever comes back when it is over is somebody new, and nobody twice.
  await rig.as(anonymous).loginByWechat({ jsCode: 'code' })
  const customers = (await rowsOf(rig, 'customer')) as { id: number; openid: string | null }[]
  const known = customers.filter(({ openid }) => openid !== null)
  assert.ok(known.length === 1 && known[0]?.id !== gone)
})

test('those who are gone are replayed as announced, beside their registrations', async (t) => {
  const rig = await createRig(t)
  const { calls } = await loginCustomer(rig, phone)
  await calls.deleteCustomer({})
  await loginCustomer(rig, '13912345678')
  const replayed = await rig.as({ kind: 'system', id: 'report' }).replayEvents({})
  const announced = async (wanted: string) =>
    (await rig.announced()).filter(({ type }) => type === wanted).map(({ payload }) => payload)
  assert.deepEqual(replayed.customers, await announced('CustomerRegistered'))
  assert.deepEqual(replayed.deleted, await announced('CustomerDeleted'))
})
