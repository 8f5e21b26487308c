import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, createRig, createStaff, password } from './user.fixture.ts'

test('who is deleted has no way back in, stands in no list, and the audit says so', async (t) => {
  const rig = await createRig(t)
  const { calls: boss, employee: by } = await createStaff(rig, 'boss', '1', ['manager'])
  const { employee } = await createStaff(rig, 'wang')
  const login = () => rig.as(anonymous).loginEmployee({ username: 'wang', password })
  const { sessionId, refreshToken } = await login()
  await boss.deleteEmployee({ employeeId: employee.id })

  const { revokedIds } = await rig.as(anonymous).findRevokedSessions({ sessionIds: [sessionId] })
  assert.deepEqual(revokedIds, [sessionId])
  await assert.rejects(rig.as(anonymous).refreshSession({ refreshToken }), { reason: 'SESSION_ENDED' })
  await assert.rejects(login(), { reason: 'CREDENTIALS_WRONG' })
  const { employees } = await boss.listEmployees({ shopId: '1' })
  assert.deepEqual(
    employees.map(({ username }) => username),
    ['boss'],
  )
  const { entries } = await boss.listAuditEntries({ shopId: '1', limit: 1 })
  const [{ action = '', subject = '', by: who = '' } = {}] = entries
  assert.deepEqual([action, subject, who], ['DELETED', `employee:${employee.id}`, `employee:${by.id}`])
})

test('sex and identity number are kept unless somebody changes them, and no audit tells them', async (t) => {
  const rig = await createRig(t)
  const { calls: boss } = await createStaff(rig, 'boss', '1', ['manager'])
  const about = { name: '小王', phone: '13900009000', roles: ['staff'] }
  const idNumber = '11010119900307123x'
  const draft = { shopId: '1', username: 'wang', ...about, sex: 'M', idNumber }
  const { id: employeeId } = await boss.createEmployee(draft)
  const kept = async () => {
    const { employees } = await boss.listEmployees({ shopId: '1' })
    return employees.filter(({ id }) => id === employeeId).map((one) => [one.sex, one.idNumber])
  }
  await boss.updateEmployee({ employeeId, ...about })
  assert.deepEqual(await kept(), [['M', '11010119900307123X']])
  await boss.updateEmployee({ employeeId, ...about, sex: 'F', idNumber: '110101900307123' })
  assert.deepEqual(await kept(), [['F', '110101900307123']])
  const { entries } = await boss.listAuditEntries({ shopId: '1', limit: 20 })
  assert.ok(entries.some(({ details }) => details.includes('…7123')))
  assert.ok(entries.every(({ details }) => !/900307/.test(details)))
  for (const [field, value] of Object.entries({ sex: '1', idNumber: '1101' })) {
    const wrong = boss.updateEmployee({ employeeId, ...about, [field]: value })
    await assert.rejects(wrong, { reason: 'EMPLOYEE_INVALID', details: { field } })
  }
})

test('who is deleted cannot be brought back or deleted again, and keeps the user name', async (t) => {
  const rig = await createRig(t)
  const { calls: boss } = await createStaff(rig, 'boss', '1', ['manager'])
  const { employee } = await createStaff(rig, 'wang')
  const employeeId = employee.id
  await boss.deleteEmployee({ employeeId })
  const missing = { reason: 'EMPLOYEE_MISSING' }
  await assert.rejects(boss.deleteEmployee({ employeeId }), missing)
  await assert.rejects(boss.setEmployeeEnabled({ employeeId, enabled: true }), missing)
  await assert.rejects(boss.resetPassword({ employeeId }), missing)
  const draft = { shopId: '1', username: 'wang', name: '小王', phone: '13900009000', roles: ['staff'] }
  await assert.rejects(boss.createEmployee(draft), {
    reason: 'USERNAME_TAKEN',
    details: { username: 'wang' },
  })
})

test('nobody deletes themselves, who is above or of another shop, or the last super admin', async (t) => {
  const rig = await createRig(t)
  const { calls: boss, employee: own } = await createStaff(rig, 'boss', '1', ['manager'])
  const { calls: root, employee: above } = await createStaff(rig, 'root', '1', ['superAdmin'])
  const { employee: foreign } = await createStaff(rig, 'lisi', '2')
  const { calls: cashier } = await createStaff(rig, 'wang', '1', ['cashier'])
  const system = rig.as({ kind: 'system', id: 'host' })
  const refusals = [
    [boss, own.id, 'EMPLOYEE_INVALID'],
    [root, above.id, 'EMPLOYEE_INVALID'],
    [boss, above.id, 'ROLE_ABOVE'],
    [boss, foreign.id, 'EMPLOYEE_MISSING'],
    [cashier, own.id, 'ROLE_MISSING'],
    [rig.as(anonymous), own.id, 'EMPLOYEE_MISSING'],
    [system, above.id, 'LAST_SUPER_ADMIN'],
  ] as const
  for (const [calls, employeeId, reason] of refusals)
    await assert.rejects(calls.deleteEmployee({ employeeId }), { reason }, reason)
})
