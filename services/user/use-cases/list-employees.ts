import { type Employee, employeeMissing } from '../domain/employee.ts'
import { type Person, worksIn } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function listEmployees(
  needs: Pick<UserNeeds, 'employees'>,
  by: Person,
  shopId: string,
): Promise<readonly Employee[]> {
  if (!worksIn(by, shopId)) throw employeeMissing()
  return needs.employees.listEmployees(shopId)
}
