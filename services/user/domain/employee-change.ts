import type { EmployeeAction } from './audit.ts'
import { type Employee, type EmployeeFields, employeeMissing, notManager } from './employee.ts'
import { isAbove, manages, nameOf, type Person, worksIn } from './person.ts'
import { roleAbove, superAdmin } from './roles.ts'

/** A step in an employee's life: what is written of it, and into the audit. */
export interface EmployeeChange {
  readonly action: EmployeeAction
  /** As the audit names who did it. */
  readonly by: string
  readonly at: number
  readonly set: Partial<EmployeeFields & Pick<Employee, 'enabled' | 'mustChangePassword'>>
  /** The hash of a new password. */
  readonly passwordHash?: string
  readonly endsSessions: boolean
  /** Takes the employee away for good. */
  readonly deletes?: boolean
}

/** Refuses whoever may not change this employee, in words that tell a stranger nothing. */
export function checkAuthority(by: Person, employee: Employee | undefined): Employee {
  if (!employee || !worksIn(by, employee.shopId)) throw employeeMissing()
  if (!manages(by, employee.shopId)) throw notManager()
  if (isAbove(employee.roles, by)) throw roleAbove()
  return employee
}

export function enabling(by: Person, enabled: boolean, at: number): EmployeeChange {
  const action = enabled ? 'ENABLED' : 'DISABLED'
  return { action, by: nameOf(by), at, set: { enabled }, endsSessions: !enabled }
}

/** Who is gone is disabled first of all, whatever else is asked of them. */
export function deleting(by: Person, at: number): EmployeeChange {
  const set = { enabled: false }
  return { action: 'DELETED', by: nameOf(by), at, set, endsSessions: true, deletes: true }
}

/** Tokens tell roles, so whoever gets others starts afresh. */
export function updating(by: Person, employee: Employee, fields: EmployeeFields, at: number): EmployeeChange {
  const endsSessions = fields.roles.join() !== employee.roles.join()
  return { action: 'UPDATED', by: nameOf(by), at, set: fields, endsSessions }
}

export function resetting(by: Person, passwordHash: string, at: number): EmployeeChange {
  const set = { mustChangePassword: true }
  return { action: 'PASSWORD_RESET', by: nameOf(by), at, set, passwordHash, endsSessions: true }
}

export function renewing(by: Person, passwordHash: string, at: number): EmployeeChange {
  const set = { mustChangePassword: false }
  return { action: 'PASSWORD_CHANGED', by: nameOf(by), at, set, passwordHash, endsSessions: false }
}

/** Whether the change takes a super admin away, who may be the last. */
export function isSuperAdminLost(employee: Employee, { set }: EmployeeChange): boolean {
  const after = { ...employee, ...set }
  return isActing(employee) && !isActing(after)
}

const isActing = ({ roles, enabled }: Employee) => enabled && roles.includes(superAdmin)

/** What the change makes different, as `{"name":["before","after"]}`. */
export function detailsOf(employee: Employee, { set }: EmployeeChange): string {
  const before: Readonly<Record<string, unknown>> = { ...employee }
  const differing = Object.entries(set).filter(([field, value]) => `${value}` !== `${before[field]}`)
  const told = differing.map(([field, value]) => [
    field,
    [toldOf(field, before[field]), toldOf(field, value)],
  ])
  return JSON.stringify(Object.fromEntries(told))
}

/** The audit is read by more people than a person's number is for. */
function toldOf(field: string, value: unknown): unknown {
  return field === 'idNumber' && value !== '' ? `…${String(value).slice(-4)}` : value
}

/** The same for an employee who is new. */
export function firstDetailsOf({ username, name, phone, roles, mustChangePassword }: Employee): string {
  const first = { username, name, phone, roles, mustChangePassword }
  return JSON.stringify(
    Object.fromEntries(Object.entries(first).map(([field, value]) => [field, [null, value]])),
  )
}
