import { type Employee, employeeInvalid } from '../domain/employee.ts'
import { checkAuthority, resetting } from '../domain/employee-change.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'
import { recordChange } from './record-change.ts'

export async function resetPassword(
  needs: Pick<UserNeeds, 'clock' | 'employees' | 'passwords' | 'secrets'>,
  by: Person,
  employeeId: string,
): Promise<{ employee: Employee; initialPassword: string }> {
  const employee = checkAuthority(by, await needs.employees.findEmployee(employeeId))
  // One's own is changed by who knows the old one, not by who found an open session.
  if (by.kind === 'employee' && by.id === employee.id) throw employeeInvalid('employeeId')
  const initialPassword = needs.secrets.drawPassword()
  const passwordHash = await needs.passwords.hash(initialPassword)
  const change = resetting(by, passwordHash, needs.clock.now())
  return { employee: await recordChange(needs, employee, change), initialPassword }
}
