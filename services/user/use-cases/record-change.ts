import { type Employee, employeeChanged } from '../domain/employee.ts'
import type { EmployeeChange } from '../domain/employee-change.ts'
import { lastSuperAdmin } from '../domain/roles.ts'
import type { UserNeeds } from '../ports.ts'

/** The employee after the change. */
export async function recordChange(
  needs: Pick<UserNeeds, 'employees'>,
  employee: Employee,
  change: EmployeeChange,
): Promise<Employee> {
  const changed = await needs.employees.recordChange(employee, change)
  if (changed === 'changed') throw employeeChanged()
  if (changed === 'lastSuperAdmin') throw lastSuperAdmin()
  return changed
}
