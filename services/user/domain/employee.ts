import { Fault } from '#kit/fault.ts'
import { checkPassword } from './password.ts'
import { isMobile } from './phone.ts'
import { isRole } from './roles.ts'
import type { Subject } from './session.ts'

export interface Employee {
  readonly id: string
  readonly shopId: string
  readonly username: string
  readonly name: string
  readonly phone: string
  /** M, F or empty */
  readonly sex: string
  /** 身份证号, or empty: nothing here needs it, but the shop may have to keep it. */
  readonly idNumber: string
  readonly roles: readonly string[]
  readonly enabled: boolean
  /** Somebody else knows the password; until it is changed a session is good for nothing else. */
  readonly mustChangePassword: boolean
  readonly createdAt: number
  /** How often the employee was changed, and written into the audit. */
  readonly revision: number
}

/** Details that a manager may change. */
export type EmployeeFields = Pick<Employee, 'name' | 'phone' | 'sex' | 'idNumber' | 'roles'>

/** The same from who may not know of everything: what is left out stays. */
export interface EmployeeWish extends Omit<EmployeeFields, 'sex' | 'idNumber'> {
  readonly sex?: string | undefined
  readonly idNumber?: string | undefined
}

export interface EmployeeDraft extends EmployeeFields {
  readonly shopId: string
  readonly username: string
  readonly password: string
}

const usernameForm = /^[a-z0-9_.-]{2,32}$/

/** User names are never told apart by case. */
export function readUsername(given: string): string | undefined {
  const username = given.toLowerCase()
  return usernameForm.test(username) ? username : undefined
}

/** The draft in its stored form, or a fault that names the first wrong field. */
export function checkEmployee(given: EmployeeDraft): EmployeeDraft {
  const username = readUsername(given.username)
  if (!/^[A-Za-z0-9-]{1,36}$/.test(given.shopId)) throw employeeInvalid('shopId')
  if (username === undefined) throw employeeInvalid('username')
  const fields = checkFields(given)
  if (!checkPassword(given.password, username)) throw employeeInvalid('password')
  return { ...given, ...fields, username }
}

/** The fields in their stored form, or a fault that names the first wrong one. */
export function checkFields(given: EmployeeFields): EmployeeFields {
  const name = given.name.trim()
  const roles = [...new Set(given.roles)].sort()
  if (!/^[\p{L}\p{M}\p{N}·. ]{1,12}$/u.test(name)) throw employeeInvalid('name')
  if (!isMobile(given.phone)) throw employeeInvalid('phone')
  if (!/^[MF]?$/.test(given.sex)) throw employeeInvalid('sex')
  const idNumber = given.idNumber.toUpperCase()
  if (!/^(|\d{15}|\d{17}[\dX])$/.test(idNumber)) throw employeeInvalid('idNumber')
  if (roles.length === 0 || !roles.every(isRole)) throw employeeInvalid('roles')
  return { name, phone: given.phone, sex: given.sex, idNumber, roles }
}

/** The employee as a session tells of them. */
export function subjectOf({ id, name, shopId, roles, mustChangePassword }: Employee): Subject {
  return { kind: 'employee', id, name, shopId, roles, mustChangePassword }
}

export function employeeInvalid(field: string): Fault {
  return new Fault('invalid', 'EMPLOYEE_INVALID', `The ${field} is not valid`, { details: { field } })
}

export function employeeMissing(): Fault {
  return new Fault('missing', 'EMPLOYEE_MISSING', 'There is no such employee')
}

export function employeeChanged(): Fault {
  return new Fault('conflict', 'EMPLOYEE_CHANGED', 'The employee was changed meanwhile; look again')
}

export function employeeDisabled(): Fault {
  return new Fault('forbidden', 'EMPLOYEE_DISABLED', 'The account is disabled')
}

export function notManager(): Fault {
  return new Fault('forbidden', 'ROLE_MISSING', 'Only a manager of the shop may do this')
}

export function usernameTaken(username: string): Fault {
  return new Fault('conflict', 'USERNAME_TAKEN', 'The user name is taken', { details: { username } })
}
