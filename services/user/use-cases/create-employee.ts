import {
  checkEmployee,
  type Employee,
  type EmployeeDraft,
  notManager,
  usernameTaken,
} from '../domain/employee.ts'
import { manages, type Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function createEmployee(
  needs: Pick<UserNeeds, 'clock' | 'employees' | 'passwords'>,
  by: Person,
  draft: EmployeeDraft,
): Promise<Employee> {
  if (!manages(by, draft.shopId)) throw notManager()
  const checked = checkEmployee(draft)
  const passwordHash = await needs.passwords.hash(checked.password)
  const employee = await needs.employees.createEmployee(checked, passwordHash, needs.clock.now())
  if (!employee) throw usernameTaken()
  return employee
}
