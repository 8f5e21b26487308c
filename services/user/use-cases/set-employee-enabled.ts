import { type Employee, employeeInvalid } from '../domain/employee.ts'
import { checkAuthority, enabling } from '../domain/employee-change.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'
import { recordChange } from './record-change.ts'

export async function setEmployeeEnabled(
  needs: Pick<UserNeeds, 'clock' | 'employees'>,
  by: Person,
  employeeId: string,
  enabled: boolean,
): Promise<Employee> {
  const employee = checkAuthority(by, await needs.employees.findEmployee(employeeId))
  // A shop whose only manager has shut themselves out could not be opened again from within.
  if (by.kind === 'employee' && by.id === employee.id) throw employeeInvalid('employeeId')
  if (employee.enabled === enabled) return employee
  return recordChange(needs, employee, enabling(by, enabled, needs.clock.now()))
}
