import assert from 'node:assert/strict'
import type { Storage } from '#kit/storage/storage.ts'
import type { Employee } from '../../services/user/domain/employee.ts'
import { createAnnouncements } from '../../services/user/events.ts'
import type { EmployeeStore } from '../../services/user/ports.ts'
import { createAddressStore } from '../../services/user/store/addresses.ts'
import { createAuditStore } from '../../services/user/store/audit.ts'
import { createCodeStore } from '../../services/user/store/codes.ts'
import { createCustomerStore } from '../../services/user/store/customers.ts'
import { createEmployeeStore } from '../../services/user/store/employees.ts'
import { createSessionStore } from '../../services/user/store/sessions.ts'
import type { UserTables } from '../../services/user/store/tables.ts'
import { outbox } from './ask-orders.ts'
import { newestAt } from './fill-orders.ts'

const now = newestAt + 1000
const lockout = { failuresMax: 5, lockMs: 1000 }
const sessionOf = (id: string) => {
  return { id, openedAt: now, endsAt: now + 1000, tokenHash: `t-${id}`, tokenEndsAt: now + 1000 }
}

/** Everything that logins, sessions and address books ask. */
export async function askUser(storage: Storage<UserTables>): Promise<void> {
  await askForSessions(storage)
  await askForStaff(storage)
  const addresses = createAddressStore(storage)
  const nowhere = { province: '', city: '', district: '', location: null }
  const uncoded = { provinceCode: '', cityCode: '', districtCode: '' }
  const fields = { consignee: '张三', phone: '13800000001', sex: '', ...nowhere, ...uncoded }
  const added = await addresses.createAddress('77', { ...fields, detail: '', label: '' }, now)
  assert.ok(typeof added === 'object')
  await addresses.listAddresses('77')
  await addresses.findAddress(added.id)
  await addresses.updateAddress('77', added.id, { ...fields, detail: 'x', label: '' }, true)
  await addresses.setDefault('77', added.id)
  await addresses.deleteAddress('77', added.id)
  const customers = createCustomerStore(storage, createAnnouncements(outbox))
  await customers.findCustomer('77')
  await customers.listRegistrations(5, 20)
  await customers.updateProfile('77', { name: '小明' })
  assert.ok(await customers.deleteCustomer('77', now))
}

async function askForSessions(storage: Storage<UserTables>): Promise<void> {
  const sessions = createSessionStore(storage, createAnnouncements(outbox))
  const codes = createCodeStore(storage)
  const phone = '13900000001'
  for (const hash of ['h', 'h2'])
    await codes.recordCode({ phone, hash, sentAt: now + (hash === 'h' ? 0 : 10), expiresAt: now + 1000 }, 5)
  await sessions.openByPhone({ phone, codeHash: 'wrong', triesMax: 5 }, sessionOf('e-0'))
  assert.ok(await sessions.openByPhone({ phone, codeHash: 'h2', triesMax: 5 }, sessionOf('e-1')))
  await codes.forgetCode('13800000077', now)
  await sessions.openByWechat('openid-77', sessionOf('e-2'))
  const rotation = { hash: 't-e-1', nextHash: 't-next', sealedNext: 's', at: now }
  const rules = { refreshMs: 1000, sessionMs: 1000, singleTokenMs: 1000, graceMs: 1000 }
  const rotated = await sessions.rotateToken({ ...rotation, rules } as never)
  assert.equal(rotated.outcome, 'rotated')
  await sessions.findOpenedAt('e-1')
  await sessions.findRevoked(['s-1', 's-2', 'e-1'], now)
  await sessions.revokeSession('e-2', now)
  await sessions.forgetSession('s-7', now + 10_000_000)
}

async function askForStaff(storage: Storage<UserTables>): Promise<void> {
  const announcements = createAnnouncements(outbox)
  const employees = createEmployeeStore(storage, announcements)
  const sessions = createSessionStore(storage, announcements)
  await employees.listEmployees('1')
  await employees.findEmployee('9')
  const login = await employees.findLogin('staff-10')
  assert.ok(login)
  await sessions.findFailures('staff-10')
  await sessions.recordFailure('staff-10', now, lockout)
  await sessions.forgetFailures('staff-11', now, lockout)
  await sessions.openByPassword({ ...login, rules: lockout }, sessionOf('e-3'))
  await askForChanges(employees, login.employee)
  const audit = createAuditStore(storage)
  await audit.listEntries('1', 1000, 20)
  await audit.listLinks(1000, 20)
  const act = { action: 'updateDish', subject: 'dish:1', details: '{}' }
  await audit.recordFact({ at: now, by: 'employee:9', shopId: '1', ...act })
}

async function askForChanges(employees: EmployeeStore, employee: Employee): Promise<void> {
  const by = { by: 'system:test', at: now, passwordHash: 'h', endsSessions: false }
  const credentials = { passwordHash: 'h', mustChangePassword: true, by: 'system:test', at: now }
  const hired = { shopId: '1', username: 'hired', name: '张三', phone: '13800000001', password: '' }
  assert.ok(
    await employees.createEmployee({ ...hired, sex: '', idNumber: '', roles: ['superAdmin'] }, credentials),
  )
  const carried = { id: 'e-3', tokenHash: 't-carried', tokenEndsAt: now + 1000, rules: lockout }
  const renewal = { ...by, action: 'PASSWORD_CHANGED', set: { roles: ['superAdmin'] } } as const
  const renewed = await employees.changePassword(employee, renewal, carried)
  assert.ok(typeof renewed === 'object')
  const disabling = { ...by, action: 'DISABLED', set: { enabled: false }, endsSessions: true } as const
  assert.ok(typeof (await employees.recordChange(renewed.employee, disabling)) === 'object')
}
