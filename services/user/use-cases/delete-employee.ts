import { employeeInvalid } from '../domain/employee.ts'
import { checkAuthority, deleting } from '../domain/employee-change.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'
import { recordChange } from './record-change.ts'

export async function deleteEmployee(
  needs: Pick<UserNeeds, 'clock' | 'employees'>,
  by: Person,
  employeeId: string,
): Promise<void> {
  const employee = checkAuthority(by, await needs.employees.findEmployee(employeeId))
  // As with disabling: nobody takes away the hand that could bring them back.
  if (by.kind === 'employee' && by.id === employee.id) throw employeeInvalid('employeeId')
  await recordChange(needs, employee, deleting(by, needs.clock.now()))
}
