import { Fault } from '#kit/fault.ts'
import { checkPassword } from './password.ts'
import { isMobile } from './phone.ts'

export interface Employee {
  readonly id: string
  readonly shopId: string
  readonly username: string
  readonly name: string
  readonly phone: string
  readonly roles: readonly string[]
  readonly enabled: boolean
  readonly createdAt: number
}

export interface EmployeeDraft {
  readonly shopId: string
  readonly username: string
  readonly name: string
  readonly phone: string
  readonly password: string
  readonly roles: readonly string[]
}

const knownRoles: readonly string[] = ['manager', 'staff']
const usernameForm = /^[a-z0-9]{3,20}$/

/** User names are told apart by letters and digits only, never by case. */
export function readUsername(given: string): string | undefined {
  const username = given.toLowerCase()
  return usernameForm.test(username) ? username : undefined
}

/** The draft in its stored form, or a fault that names the first wrong field. */
export function checkEmployee(given: EmployeeDraft): EmployeeDraft {
  const username = readUsername(given.username)
  const name = given.name.trim()
  const roles = [...new Set(given.roles)].sort()
  if (!/^[A-Za-z0-9-]{1,36}$/.test(given.shopId)) throw employeeInvalid('shopId')
  if (username === undefined) throw employeeInvalid('username')
  if (!/^[\p{L}\p{M}\p{N}·. ]{1,12}$/u.test(name)) throw employeeInvalid('name')
  if (!isMobile(given.phone)) throw employeeInvalid('phone')
  if (roles.length === 0 || !roles.every((role) => knownRoles.includes(role))) throw employeeInvalid('roles')
  if (!checkPassword(given.password, username)) throw employeeInvalid('password')
  return { ...given, username, name, roles }
}

export function employeeInvalid(field: string): Fault {
  return new Fault('invalid', 'EMPLOYEE_INVALID', `The ${field} is not valid`, { details: { field } })
}

export function employeeMissing(): Fault {
  return new Fault('missing', 'EMPLOYEE_MISSING', 'There is no such employee')
}

export function employeeDisabled(): Fault {
  return new Fault('forbidden', 'EMPLOYEE_DISABLED', 'The account is disabled')
}

export function notManager(): Fault {
  return new Fault('forbidden', 'ROLE_MISSING', 'Only a manager of the shop may do this')
}

export function usernameTaken(): Fault {
  return new Fault('conflict', 'USERNAME_TAKEN', 'The user name is taken')
}
