import { checkFields, type Employee, type EmployeeWish } from '../domain/employee.ts'
import { checkAuthority, updating } from '../domain/employee-change.ts'
import { isAbove, type Person } from '../domain/person.ts'
import { roleAbove } from '../domain/roles.ts'
import type { UserNeeds } from '../ports.ts'
import { recordChange } from './record-change.ts'

export async function updateEmployee(
  needs: Pick<UserNeeds, 'clock' | 'employees'>,
  by: Person,
  employeeId: string,
  { keepsRoles, ...given }: EmployeeWish & { readonly keepsRoles: boolean },
): Promise<Employee> {
  const employee = checkAuthority(by, await needs.employees.findEmployee(employeeId))
  const { sex, idNumber } = employee
  const roles = keepsRoles ? employee.roles : given.roles
  const fields = checkFields({ ...given, roles, sex: given.sex ?? sex, idNumber: given.idNumber ?? idNumber })
  if (isAbove(fields.roles, by)) throw roleAbove()
  return recordChange(needs, employee, updating(by, employee, fields, needs.clock.now()))
}
