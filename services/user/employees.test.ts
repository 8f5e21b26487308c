import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAnnouncements } from './events.ts'
import { createEmployeeStore } from './store/employees.ts'
import { createSessionStore } from './store/sessions.ts'
import {
  anonymous,
  createRig,
  createStaff,
  loginCustomer,
  password,
  type Rig,
  system,
} from './user.fixture.ts'

const hour = 3_600_000
const wrong = { reason: 'CREDENTIALS_WRONG', kind: 'unauthenticated' }
const locked = { reason: 'ACCOUNT_LOCKED', kind: 'exhausted' }

const login = (rig: Rig, username: string, secret: string) =>
  rig.as(anonymous).loginEmployee({ username, password: secret })

async function failTimes(rig: Rig, username: string, times: number) {
  for (let time = 0; time < times; time++) await assert.rejects(login(rig, username, 'not it at all'), wrong)
}

test('an employee logs in by name and password, whatever the case of the name', async (t) => {
  const rig = await createRig(t)
  const { employee } = await createStaff(rig, 'zhangsan', '7', ['staff', 'manager', 'staff'])
  const session = await login(rig, 'ZhangSan', password)
  assert.equal(session.subjectId, employee.id)
  assert.equal(session.shopId, '7')
  assert.deepEqual(session.roles, ['manager', 'staff'])
  assert.equal(session.name, '张三')
})

test('a password is compared exactly: no trimming, no folding, no cutting', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  for (const near of [` ${password}`, `${password} `, password.toUpperCase(), password.slice(0, -1), '']) {
    await assert.rejects(login(rig, 'zhangsan', near), wrong, near)
    await login(rig, 'zhangsan', password)
  }
})

test('five failures lock the name for an hour and the right password does not open it', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  await failTimes(rig, 'zhangsan', 5)
  await assert.rejects(login(rig, 'zhangsan', password), locked)
  rig.clock.advance(hour - 1)
  await assert.rejects(login(rig, 'zhangsan', password), locked)
  rig.clock.advance(1)
  await login(rig, 'zhangsan', password)
})

test('trying a locked name does not make the lock longer', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  await failTimes(rig, 'zhangsan', 5)
  rig.clock.advance(hour / 2)
  await assert.rejects(login(rig, 'zhangsan', 'not it at all'), locked)
  rig.clock.advance(hour / 2)
  await login(rig, 'zhangsan', password)
})

test('a login forgets the failures before it', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  for (let round = 0; round < 3; round++) {
    await failTimes(rig, 'zhangsan', 4)
    await login(rig, 'zhangsan', password)
  }
})

test('each failure tells how many tries are left', async (t) => {
  const rig = await createRig(t)
  for (const triesLeft of ['4', '3', '2', '1', '0']) {
    await assert.rejects(login(rig, 'zhangsan', 'not it at all'), { ...wrong, details: { triesLeft } })
  }
})

test('a name that nobody has is refused and locked like one that somebody has', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'somebody')
  for (const username of ['somebody', 'nobody']) await failTimes(rig, username, 5)
  for (const username of ['somebody', 'nobody']) await assert.rejects(login(rig, username, password), locked)
})

test('a lock concerns one name only', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  await failTimes(rig, 'lisi', 5)
  await login(rig, 'zhangsan', password)
})

test('of twelve wrong guesses at once five are answered and the others find the name locked', async (t) => {
  const rig = await createRig(t)
  const guesses = Array.from({ length: 12 }, (_, i) => login(rig, 'zhangsan', `guess number ${i}`))
  const reasons = (await Promise.allSettled(guesses)).map(
    (one) => one.status === 'rejected' && one.reason.reason,
  )
  assert.equal(reasons.filter((reason) => reason === 'CREDENTIALS_WRONG').length, 5)
  assert.equal(reasons.filter((reason) => reason === 'ACCOUNT_LOCKED').length, 7)
})

test('a password proven just before the name was locked opens nothing any more', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  await failTimes(rig, 'zhangsan', 5)
  const announcements = createAnnouncements({ announce: async () => undefined })
  const sessions = createSessionStore(rig.storage, announcements)
  const openedAt = rig.clock.now()
  const session = { id: 's', openedAt, endsAt: openedAt + hour, tokenHash: 'h', tokenEndsAt: openedAt + hour }
  const rules = { failuresMax: 5, lockMs: hour }
  const proven = await createEmployeeStore(rig.storage, announcements).findLogin('zhangsan')
  assert.ok(proven)
  assert.equal(await sessions.openByPassword({ ...proven, rules }, session), 'locked')
  assert.deepEqual(await sessions.findRevoked(['s'], openedAt), ['s'])
})

test('six right logins at once all succeed', async (t) => {
  const rig = await createRig(t)
  await createStaff(rig, 'zhangsan')
  const sessions = await Promise.all(Array.from({ length: 6 }, () => login(rig, 'zhangsan', password)))
  assert.equal(new Set(sessions.map(({ sessionId }) => sessionId)).size, 6)
})

test('failures that are an hour old are forgotten, younger ones are not', async (t) => {
  const rig = await createRig(t)
  const rows = () => rig.storage.read('all', (db) => db.selectFrom('login_failure').selectAll().execute())
  await failTimes(rig, 'zhangsan', 1)
  await rig.timers['forget-failures']?.('zhangsan', '')
  assert.equal((await rows()).length, 1)
  rig.clock.advance(hour)
  await rig.timers['forget-failures']?.('zhangsan', '')
  assert.equal((await rows()).length, 0)
})

test('disabling ends every session at once and keeps the employee out until enabled', async (t) => {
  const rig = await createRig(t)
  const { calls: manager } = await createStaff(rig, 'manager1', '1', ['manager'])
  const { employee } = await createStaff(rig, 'zhangsan')
  const sessions = [await login(rig, 'zhangsan', password), await login(rig, 'zhangsan', password)]
  const other = await login(rig, 'manager1', password)

  const disabled = await manager.setEmployeeEnabled({ employeeId: employee.id, enabled: false })
  assert.equal(disabled.enabled, false)
  const ids = [...sessions, other].map(({ sessionId }) => sessionId)
  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: ids })
  assert.deepEqual(revokedIds, ids.slice(0, 2))
  const announced = (await rig.announced()).filter(({ type }) => type === 'SessionRevoked')
  assert.deepEqual(announced.map(({ payload }) => payload.sessionId).sort(), ids.slice(0, 2).sort())
  for (const { refreshToken } of sessions) {
    await assert.rejects(rig.as(anonymous).refreshSession({ refreshToken }), { reason: 'SESSION_ENDED' })
  }
  await assert.rejects(login(rig, 'zhangsan', password), { reason: 'EMPLOYEE_DISABLED', kind: 'forbidden' })
  await assert.rejects(login(rig, 'zhangsan', 'not it at all'), wrong)

  await manager.setEmployeeEnabled({ employeeId: employee.id, enabled: true })
  await login(rig, 'zhangsan', password)
  assert.deepEqual(
    (await rig.as(anonymous).findRevokedSessions({ sessionIds: ids })).revokedIds,
    ids.slice(0, 2),
  )
})

test('of logins and a disabling at once no session is left', async (t) => {
  const rig = await createRig(t)
  const { employee } = await createStaff(rig, 'zhangsan')
  const disable = rig.as(system).setEmployeeEnabled({ employeeId: employee.id, enabled: false })
  await Promise.allSettled([...Array.from({ length: 6 }, () => login(rig, 'zhangsan', password)), disable])
  const open = await rig.storage.read('open', (db) =>
    db.selectFrom('session').select('id').where('revoked_at', 'is', null).execute(),
  )
  assert.deepEqual(open, [])
})

test('only managers of the shop and the system create, enable and disable employees', async (t) => {
  const rig = await createRig(t)
  const { calls: manager, employee } = await createStaff(rig, 'manager1', '1', ['manager'])
  const { calls: foreign } = await createStaff(rig, 'manager2', '2', ['manager'])
  const { calls: staff } = await createStaff(rig, 'staff1')
  const { calls: customer } = await loginCustomer(rig, '13812345678')
  const draft = {
    shopId: '1',
    username: 'lisi',
    name: '李四',
    phone: '13900009000',
    password,
    roles: ['staff'],
  }

  for (const caller of [foreign, staff, customer, rig.as(anonymous)]) {
    await assert.rejects(caller.createEmployee(draft), { kind: 'forbidden' })
  }
  const created = await manager.createEmployee(draft)
  const setting = { employeeId: created.id, enabled: false }
  await assert.rejects(staff.setEmployeeEnabled(setting), { kind: 'forbidden' })
  for (const caller of [foreign, customer, rig.as(anonymous)]) {
    await assert.rejects(caller.setEmployeeEnabled(setting), { reason: 'EMPLOYEE_MISSING' })
  }
  const ownself = manager.setEmployeeEnabled({ employeeId: employee.id, enabled: false })
  await assert.rejects(ownself, { reason: 'EMPLOYEE_INVALID' })
  for (const employeeId of ['', '0', '999', 'x', '-1', '9007199254740993']) {
    const missing = manager.setEmployeeEnabled({ employeeId, enabled: true })
    await assert.rejects(missing, { reason: 'EMPLOYEE_MISSING' }, employeeId)
  }
})

test('a shop sees its own employees and never a password', async (t) => {
  const rig = await createRig(t)
  const { calls: staff } = await createStaff(rig, 'staff1')
  await createStaff(rig, 'staff2', '2')
  const { employees } = await staff.listEmployees({ shopId: '1' })
  assert.deepEqual(
    employees.map(({ username }) => username),
    ['staff1'],
  )
  assert.ok(!/argon/.test(JSON.stringify(employees)))
  for (const { initialPassword } of employees) assert.equal(initialPassword, '')
  await assert.rejects(staff.listEmployees({ shopId: '2' }), { reason: 'EMPLOYEE_MISSING' })
  await assert.rejects(rig.as(anonymous).listEmployees({ shopId: '1' }), { reason: 'EMPLOYEE_MISSING' })
})

test('a user name is given once, whatever its case, also when two ask at once', async (t) => {
  const rig = await createRig(t)
  const outcomes = await Promise.allSettled(['zhangsan', 'ZHANGSAN'].map((name) => createStaff(rig, name)))
  const refused = outcomes.filter((one) => one.status === 'rejected')
  assert.deepEqual(
    refused.map(({ reason }) => reason.reason),
    ['USERNAME_TAKEN'],
  )
})

test('an employee with a wrong detail is refused and the detail named', async (t) => {
  const rig = await createRig(t)
  const draft = {
    shopId: '1',
    username: 'lisi',
    name: '李四',
    phone: '13900009000',
    password,
    roles: ['staff'],
  }
  const wrongOnes = {
    shopId: ['', 'a/b'],
    username: ['', 'a', 'a'.repeat(33), 'li si', '李四', "x' or 1"],
    name: ['', ' ', '一二三四五六七八九十一二三', '<b>', 'a\nb'],
    phone: ['', '1390000900', '23900009000'],
    password: ['1234567', 'p'.repeat(129), '12345678', 'Password123'],
    roles: [[], ['owner'], ['staff', '']],
  }
  for (const [field, values] of Object.entries(wrongOnes)) {
    for (const value of values) {
      const creating = rig.as(system).createEmployee({ ...draft, [field]: value })
      await assert.rejects(creating, { reason: 'EMPLOYEE_INVALID', details: { field } }, `${field} ${value}`)
    }
  }
  const named = rig.as(system).createEmployee({ ...draft, username: 'longenough', password: 'LongEnough' })
  await assert.rejects(named, { reason: 'EMPLOYEE_INVALID' })
  await rig.as(system).createEmployee(draft)
})
