import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, createRig, createStaff, password, type Rig } from './user.fixture.ts'

const hours = 3_600_000
const chosen = 'my own choice 9'

async function isRevoked(rig: Rig, sessionId: string) {
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: [sessionId] })
  return revokedIds.length === 1
}

test('a single token lasts as long as its session, a shift, and is revoked like any other', async (t) => {
  const rig = await createRig(t)
  rig.openids.set('code', 'openid')
  const { employee, calls: manager } = await createStaff(rig, 'zhangsan')
  const login = { username: 'zhangsan', password, singleToken: true }
  const sessions = [
    await rig.as(anonymous).loginEmployee(login),
    await rig.as(anonymous).loginByWechat({ jsCode: 'code', singleToken: true }),
  ]
  for (const { accessExpiresAt, refreshExpiresAt, sessionId } of sessions) {
    assert.equal(accessExpiresAt, rig.clock.now() + 12 * hours)
    assert.equal(refreshExpiresAt, accessExpiresAt)
    assert.equal(await isRevoked(rig, sessionId), false)
  }
  const [staff, customer] = sessions
  assert.ok(staff && customer)
  const other = await createStaff(rig, 'boss', '1', ['manager'])
  await other.calls.setEmployeeEnabled({ employeeId: employee.id, enabled: false })
  assert.equal(await isRevoked(rig, staff.sessionId), true)
  await rig.as({ kind: 'customer', id: customer.subjectId }, customer.sessionId).logout({})
  assert.equal(await isRevoked(rig, customer.sessionId), true)
  assert.ok(manager)
})

test('a session with a single token is over when the token is', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  const login = { username: 'zhangsan', password, singleToken: true }
  const { sessionId, refreshToken } = await rig.as(anonymous).loginEmployee(login)
  rig.clock.advance(12 * hours)
  assert.equal(await isRevoked(rig, sessionId), true)
  await assert.rejects(rig.as(anonymous).refreshSession({ refreshToken }), { reason: 'SESSION_ENDED' })
})

test('who keeps the token goes on with it after a new password, unless it was confined', async (t) => {
  const rig = await createRig(t)
  const { calls: manager } = await createStaff(rig, 'boss', '1', ['manager'])
  const draft = { shopId: '1', username: 'wang', name: '小王', phone: '13900009000', roles: ['cashier'] }
  const { id, initialPassword } = await manager.createEmployee(draft)
  const change = async (oldPassword: string, newPassword: string) => {
    const login = { username: 'wang', password: oldPassword, singleToken: true }
    const { sessionId } = await rig.as(anonymous).loginEmployee(login)
    const by = { kind: 'employee', id, shopId: '1', roles: ['cashier'] } as const
    await rig.as(by, sessionId).changePassword({ oldPassword, newPassword, singleToken: true })
    return isRevoked(rig, sessionId)
  }
  assert.equal(await change(initialPassword, chosen), true)
  assert.equal(await change(chosen, `${chosen}!`), false)
})
