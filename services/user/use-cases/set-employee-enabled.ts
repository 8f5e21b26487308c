import { type Employee, employeeInvalid, employeeMissing, notManager } from '../domain/employee.ts'
import { manages, type Person, worksIn } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function setEmployeeEnabled(
  needs: Pick<UserNeeds, 'clock' | 'employees'>,
  by: Person,
  employeeId: string,
  enabled: boolean,
): Promise<Employee> {
  const employee = await needs.employees.findEmployee(employeeId)
  if (!employee || !worksIn(by, employee.shopId)) throw employeeMissing()
  if (!manages(by, employee.shopId)) throw notManager()
  // A shop whose only manager has shut themselves out could not be opened again from within.
  if (by.kind === 'employee' && by.id === employee.id) throw employeeInvalid('employeeId')
  return needs.employees.setEnabled(employee, enabled, needs.clock.now())
}
