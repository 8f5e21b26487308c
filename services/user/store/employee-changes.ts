import type { Tx } from '#kit/storage/storage.ts'
import type { Employee, EmployeeDraft } from '../domain/employee.ts'
import {
  detailsOf,
  type EmployeeChange,
  firstDetailsOf,
  isSuperAdminLost,
} from '../domain/employee-change.ts'
import { superAdmin } from '../domain/roles.ts'
import type { Announcements } from '../events.ts'
import type { Credentials, Unchanged } from '../ports.ts'
import { appendEntry, lockHead } from './audit.ts'
import { employeeOf } from './employee-row.ts'
import { revokeAllOf } from './revoke.ts'
import type { UserTables } from './tables.ts'

/** Every step takes the end of the audit chain first, so that none waits for another crosswise. */
export async function insertEmployee(
  tx: Tx<UserTables>,
  announcements: Announcements,
  draft: EmployeeDraft,
  { passwordHash, mustChangePassword, enabled = true, wanted = 0, by, at }: Credentials,
): Promise<Employee | undefined> {
  const head = await lockHead(tx)
  const { shopId, username, name, phone, sex, idNumber, roles } = draft
  const isNew = await tx.insertIgnore('employee', {
    ...{ shop_id: shopId, username, name, phone, sex, id_number: idNumber, ...rolesRow(roles) },
    ...{ password_hash: passwordHash, must_change_password: mustChangePassword ? 1 : 0 },
    ...(await numberRow(tx, wanted)),
    ...{ enabled: enabled ? 1 : 0, created_at: at, revision: 1 },
  })
  if (!isNew) return undefined
  const inserted = tx.db.selectFrom('employee').selectAll().where('username', '=', username)
  const employee = employeeOf(await inserted.executeTakeFirstOrThrow())
  const subject = `employee:${employee.id}`
  const details = firstDetailsOf(employee)
  await appendEntry(tx, head, { at, by, shopId, action: 'CREATED', subject, details })
  await announcements.employeeChanged(tx, employee.id, shopId)
  return employee
}

async function numberRow(tx: Tx<UserTables>, wanted: number): Promise<{ id?: number }> {
  if (wanted === 0) return {}
  const row = await tx.db.selectFrom('employee').select('id').where('id', '=', wanted).executeTakeFirst()
  return row ? {} : { id: wanted }
}

/** Writes a change of exactly the employee it was judged by. */
export async function applyChange(
  tx: Tx<UserTables>,
  announcements: Announcements,
  employee: Employee,
  change: EmployeeChange,
): Promise<Employee | Unchanged> {
  const head = await lockHead(tx)
  const isLost = isSuperAdminLost(employee, change)
  if (isLost && !(await hasOtherSuperAdmin(tx, employee))) return 'lastSuperAdmin'
  const after = { ...employee, ...change.set, revision: employee.revision + 1 }
  if (!(await updateEmployee(tx, after, change))) return 'changed'

  const { by, at, action } = change
  const { id, shopId } = employee
  const details = detailsOf(employee, change)
  await appendEntry(tx, head, { at, by, shopId, action, subject: `employee:${id}`, details })
  await announcements.employeeChanged(tx, id, shopId)
  if (change.endsSessions) await revokeAllOf(tx, announcements, { kind: 'employee', id: Number(id), at })
  return after
}

async function updateEmployee(
  tx: Tx<UserTables>,
  after: Employee,
  { passwordHash, deletes = false }: EmployeeChange,
) {
  const { name, phone, sex, idNumber, roles, enabled, mustChangePassword, revision } = after
  const updated = await tx.db
    .updateTable('employee')
    .set({ name, phone, sex, id_number: idNumber, ...rolesRow(roles), enabled: enabled ? 1 : 0, revision })
    .set({ must_change_password: mustChangePassword ? 1 : 0 })
    .set(passwordHash === undefined ? {} : { password_hash: passwordHash })
    .set(deletes ? { deleted: 1 } : {})
    .where('id', '=', Number(after.id))
    .where('revision', '=', revision - 1)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

function rolesRow(roles: readonly string[]) {
  return { roles: roles.join(','), super_admin: roles.includes(superAdmin) ? 1 : 0 }
}

async function hasOtherSuperAdmin(tx: Tx<UserTables>, { id }: Employee): Promise<boolean> {
  const others = tx.db
    .selectFrom('employee')
    .select('id')
    .where('super_admin', '=', 1)
    .where('enabled', '=', 1)
    .where('id', '<>', Number(id))
    .limit(1)
  return (await others.executeTakeFirst()) !== undefined
}
