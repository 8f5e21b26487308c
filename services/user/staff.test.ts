import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAnnouncements } from './events.ts'
import { createEmployeeStore } from './store/employees.ts'
import { createSessionStore } from './store/sessions.ts'
import { anonymous, createRig, createStaff, password, type Rig, system } from './user.fixture.ts'

const chosen = 'my own choice 9'
const above = { reason: 'ROLE_ABOVE', kind: 'forbidden' }
const ended = { reason: 'SESSION_ENDED' }

const draftOf = (username: string, roles: readonly string[] = ['cashier']) => {
  return { shopId: '1', username, name: '小王', phone: '13900009000', roles }
}
const login = (rig: Rig, username: string, secret: string) =>
  rig.as(anonymous).loginEmployee({ username, password: secret })

/** An employee hired by a manager, logged in with the password that was made up. */
async function hire(rig: Rig, username = 'wang') {
  const { calls: manager } = await createStaff(rig, 'boss', '1', ['manager'])
  const { id, initialPassword } = await manager.createEmployee(draftOf(username))
  const session = await login(rig, username, initialPassword)
  const by = { kind: 'employee', id, shopId: '1', roles: ['cashier'] } as const
  return { manager, id, initialPassword, session, calls: rig.as(by, session.sessionId) }
}

const confinedOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).confined as unknown

test('an initial password is made up, told once, and good only for changing it', async (t) => {
  const rig = await createRig(t)
  const { manager, initialPassword, session, calls } = await hire(rig)
  assert.match(initialPassword, /^[a-z2-9]{12}$/)
  assert.equal(session.mustChangePassword, true)
  assert.equal(confinedOf(session.accessToken), 'PASSWORD_CHANGE_REQUIRED')
  const { employees } = await manager.listEmployees({ shopId: '1' })
  assert.deepEqual(
    employees.map((one) => [one.username, one.mustChangePassword, one.initialPassword]),
    [
      ['boss', false, ''],
      ['wang', true, ''],
    ],
  )
  const changed = await calls.changePassword({ oldPassword: initialPassword, newPassword: chosen })
  assert.deepEqual([changed.mustChangePassword, confinedOf(changed.accessToken)], [false, undefined])
  assert.equal(changed.sessionId, session.sessionId)
  assert.equal((await login(rig, 'wang', chosen)).mustChangePassword, false)
  await assert.rejects(login(rig, 'wang', initialPassword), { reason: 'CREDENTIALS_WRONG' })
})

test('a password is kept as Argon2id with a salt of its own, and nowhere as it is', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'one', '1', ['staff'])
  await createStaff(rig, 'two', '1', ['staff'])
  const rows = await rig.storage.read('all', (db) => db.selectFrom('employee').selectAll().execute())
  const hashes = rows.map((row) => row.password_hash)
  for (const hash of hashes) assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  const salts = hashes.map((hash) => hash.split('$')[4])
  assert.deepEqual([salts.length, new Set(salts).size], [2, 2])
  assert.ok(!JSON.stringify(rows).includes(password))
})

test('a password that a manager chose must be changed, one that the system gave stands', async (t) => {
  const rig = await createRig(t)
  const { calls: manager } = await createStaff(rig, 'boss', '1', ['manager'])
  const chosenByBoss = await manager.createEmployee({ ...draftOf('wang'), password })
  assert.deepEqual([chosenByBoss.mustChangePassword, chosenByBoss.initialPassword], [true, ''])
  assert.equal((await login(rig, 'wang', password)).mustChangePassword, true)
  assert.equal((await login(rig, 'boss', password)).mustChangePassword, false)
})

test('a refresh does not let a session out of its confinement', async (t) => {
  const rig = await createRig(t)
  const { session } = await hire(rig)
  const next = await rig.as(anonymous).refreshSession({ refreshToken: session.refreshToken })
  assert.equal(next.mustChangePassword, true)
  assert.equal(confinedOf(next.accessToken), 'PASSWORD_CHANGE_REQUIRED')
})

test('a changed password ends every other session and every refresh token but the new one', async (t) => {
  const rig = await createRig(t)
  const { initialPassword, session, calls } = await hire(rig)
  const other = await login(rig, 'wang', initialPassword)
  const changed = await calls.changePassword({ oldPassword: initialPassword, newPassword: chosen })
  const sessionIds = [session.sessionId, other.sessionId]
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds })
  assert.deepEqual(revokedIds, [other.sessionId])
  for (const { refreshToken } of [session, other]) {
    await assert.rejects(rig.as(anonymous).refreshSession({ refreshToken }), ended)
  }
  const next = await rig.as(anonymous).refreshSession({ refreshToken: changed.refreshToken })
  assert.equal(next.sessionId, session.sessionId)
})

test('a new password is refused where it is unfit, and then no try is counted', async (t) => {
  const rig = await createRig(t)
  const { initialPassword, calls } = await hire(rig, 'wangxiaoming')
  const unfit = ['', '1234567', 'p'.repeat(129), 'Password123', 'WangXiaoMing', initialPassword]
  for (const newPassword of unfit) {
    const changing = calls.changePassword({ oldPassword: initialPassword, newPassword })
    await assert.rejects(changing, { reason: 'PASSWORD_UNFIT', kind: 'invalid' }, newPassword)
  }
  const wrong = calls.changePassword({ oldPassword: 'not it at all', newPassword: chosen })
  await assert.rejects(wrong, { reason: 'PASSWORD_WRONG', details: { triesLeft: '4' } })
})

test('guessing the old password locks the name, and a reset by a manager unlocks it', async (t) => {
  const rig = await createRig(t)
  const { manager, id, session, calls, initialPassword } = await hire(rig)
  const guess = () => calls.changePassword({ oldPassword: 'not it at all', newPassword: chosen })
  for (let time = 0; time < 5; time++) await assert.rejects(guess(), { reason: 'PASSWORD_WRONG' })
  await assert.rejects(guess(), {
    reason: 'ACCOUNT_LOCKED',
    details: { triesLeft: '0', retryAfterSeconds: '3600' },
  })
  await assert.rejects(login(rig, 'wang', initialPassword), { reason: 'ACCOUNT_LOCKED' })

  const reset = await manager.resetPassword({ employeeId: id })
  assert.equal(reset.mustChangePassword, true)
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: [session.sessionId] })
  assert.equal(revokedIds.length, 1)
  await assert.rejects(login(rig, 'wang', initialPassword), { reason: 'CREDENTIALS_WRONG' })
  assert.equal((await login(rig, 'wang', reset.initialPassword)).mustChangePassword, true)
})

test('a password proven just before it was reset opens nothing any more', async (t) => {
  const rig = await createRig(t)
  const { manager, id } = await hire(rig)
  const announcements = createAnnouncements({ announce: async () => undefined })
  const proven = await createEmployeeStore(rig.storage, announcements).findLogin('wang')
  assert.ok(proven)
  await manager.resetPassword({ employeeId: id })
  const openedAt = rig.clock.now()
  const endsAt = openedAt + 1000
  const session = { id: 's', openedAt, endsAt, tokenHash: 'h', tokenEndsAt: endsAt }
  const login = { ...proven, rules: { failuresMax: 5, lockMs: 1000 } }
  const outcome = await createSessionStore(rig.storage, announcements).openByPassword(login, session)
  assert.equal(outcome, 'changed')
})

test('only an employee changes a password, and only with a session that still counts', async (t) => {
  const rig = await createRig(t)
  const { initialPassword, id } = await hire(rig)
  const change = { oldPassword: initialPassword, newPassword: chosen }
  for (const by of [anonymous, system]) {
    await assert.rejects(rig.as(by).changePassword(change), { reason: 'EMPLOYEE_MISSING' })
  }
  const by = { kind: 'employee', id, shopId: '1', roles: ['cashier'] } as const
  await assert.rejects(rig.as(by, 'no such session').changePassword(change), ended)
  await login(rig, 'wang', initialPassword)
})

test('two changes of one password at once: one is done, the other refused', async (t) => {
  const rig = await createRig(t)
  const { initialPassword, calls } = await hire(rig)
  const change = (newPassword: string) => calls.changePassword({ oldPassword: initialPassword, newPassword })
  const outcomes = await Promise.allSettled([change(chosen), change(`${chosen}!`)])
  const refused = outcomes.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 1)
  assert.equal(refused[0]?.reason.reason, 'EMPLOYEE_CHANGED')
})

test('name, phone and roles are replaced; other roles end every session, other names do not', async (t) => {
  const rig = await createRig(t)
  const { manager, id, session } = await hire(rig)
  const isRevoked = async () => {
    const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: [session.sessionId] })
    return revokedIds.length === 1
  }
  const renamed = { employeeId: id, name: '王五', phone: '13900009001', roles: ['cashier'] }
  const { name, phone } = await manager.updateEmployee(renamed)
  assert.deepEqual([name, phone, await isRevoked()], ['王五', '13900009001', false])
  const { roles } = await manager.updateEmployee({ ...renamed, roles: ['kitchen', 'cashier'] })
  assert.deepEqual([roles, await isRevoked()], [['cashier', 'kitchen'], true])
  const wrongOnes = { name: ['', '<b>'], phone: ['', '1390000900'], roles: [[], ['owner'], ['constructor']] }
  for (const [field, values] of Object.entries(wrongOnes)) {
    for (const value of values) {
      const updating = manager.updateEmployee({ ...renamed, [field]: value })
      await assert.rejects(updating, { reason: 'EMPLOYEE_INVALID', details: { field } }, `${field} ${value}`)
    }
  }
})

test('nobody grants a role above their own, nor touches whoever has one', async (t) => {
  const rig = await createRig(t)
  const ranked = ['cashier', 'manager', 'admin', 'superAdmin']
  const people = []
  for (const role of ranked) people.push(await createStaff(rig, `x${role}`, '1', [role]))
  for (const [rank, { calls }] of people.entries()) {
    if (rank === 0) continue
    for (const [other, role] of ranked.entries()) {
      const creating = calls.createEmployee(draftOf(`n${rank}${other}`, [role]))
      if (other > rank) await assert.rejects(creating, above, `${ranked[rank]} grants ${role}`)
      else assert.deepEqual((await creating).roles, [role])
    }
    for (const { employee } of people.slice(rank + 1)) {
      const employeeId = employee.id
      const fields = { employeeId, name: '王五', phone: '13900009001', roles: ['staff'] }
      await assert.rejects(calls.updateEmployee(fields), above)
      await assert.rejects(calls.resetPassword({ employeeId }), above)
      await assert.rejects(calls.setEmployeeEnabled({ employeeId, enabled: false }), above)
    }
  }
})

test('finance, kitchen, cashier and staff manage nobody and see no audit', async (t) => {
  const rig = await createRig(t)
  const { employee } = await createStaff(rig, 'somebody')
  const employeeId = employee.id
  for (const role of ['finance', 'kitchen', 'cashier', 'staff']) {
    const { calls } = await createStaff(rig, `x${role}`, '1', [role])
    const fields = { employeeId, name: '王五', phone: '13900009001', roles: ['staff'] }
    await assert.rejects(calls.createEmployee(draftOf('another')), { reason: 'ROLE_MISSING' })
    await assert.rejects(calls.updateEmployee(fields), { reason: 'ROLE_MISSING' })
    await assert.rejects(calls.resetPassword({ employeeId }), { reason: 'ROLE_MISSING' })
    await assert.rejects(calls.listAuditEntries({ shopId: '1', limit: 1 }), { reason: 'ROLE_MISSING' })
  }
})

test('the token of a super admin opens what is open to admins and managers', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'root', '1', ['superAdmin'])
  const { accessToken, roles, permissions } = await login(rig, 'root', password)
  const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString())
  assert.deepEqual(claims.roles, ['admin', 'manager', 'superAdmin'])
  assert.deepEqual(roles, ['superAdmin'])
  assert.ok(permissions.includes('employees') && permissions.includes('audit'))
})

test('the last super admin is neither disabled nor demoted, also by two at each other', async (t) => {
  const rig = await createRig(t)
  const one = await createStaff(rig, 'root1', '1', ['superAdmin'])
  const two = await createStaff(rig, 'root2', '1', ['superAdmin'])
  const disable = (of: typeof one, by: typeof one) =>
    by.calls.setEmployeeEnabled({ employeeId: of.employee.id, enabled: false })
  const outcomes = await Promise.allSettled([disable(one, two), disable(two, one)])
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.deepEqual(
    refused.map(({ reason }) => reason.reason),
    ['LAST_SUPER_ADMIN'],
  )
  const { employees } = await rig.as(system).listEmployees({ shopId: '1' })
  const last = employees.find(({ enabled }) => enabled)
  assert.ok(last)
  const { id: employeeId, name, phone } = last
  const demoting = rig.as(system).updateEmployee({ employeeId, name, phone, roles: ['admin'] })
  await assert.rejects(demoting, { reason: 'LAST_SUPER_ADMIN', kind: 'precondition' })
  await rig.as(system).updateEmployee({ employeeId, name, phone, roles: ['superAdmin', 'finance'] })
})

test('who knows no roles changes the rest and leaves them', async (t) => {
  const rig = await createRig(t)
  const { manager, id, session } = await hire(rig)
  const about = { employeeId: id, name: '王五', phone: '13900009001' }
  const { name, roles } = await manager.updateEmployee({ ...about, keepsRoles: true })
  assert.deepEqual([name, roles], ['王五', ['cashier']])
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: [session.sessionId] })
  assert.deepEqual(revokedIds, [])
})
