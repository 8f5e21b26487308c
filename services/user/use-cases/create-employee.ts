import {
  checkEmployee,
  type Employee,
  type EmployeeDraft,
  notManager,
  usernameTaken,
} from '../domain/employee.ts'
import { isAbove, manages, nameOf, type Person } from '../domain/person.ts'
import { roleAbove } from '../domain/roles.ts'
import type { UserNeeds } from '../ports.ts'

/** `initialPassword` is empty where the draft has one. */
export async function createEmployee(
  needs: Pick<UserNeeds, 'clock' | 'employees' | 'passwords' | 'secrets'>,
  by: Person,
  draft: EmployeeDraft,
): Promise<{ employee: Employee; initialPassword: string }> {
  if (!manages(by, draft.shopId)) throw notManager()
  const initialPassword = draft.password === '' ? needs.secrets.drawPassword() : ''
  const checked = checkEmployee({ ...draft, password: draft.password || initialPassword })
  if (isAbove(checked.roles, by)) throw roleAbove()

  const passwordHash = await needs.passwords.hash(checked.password)
  // What the system gives was chosen by whoever set the installation up.
  const mustChangePassword = by.kind !== 'system' || initialPassword !== ''
  const credentials = { passwordHash, mustChangePassword, by: nameOf(by), at: needs.clock.now() }
  const employee = await needs.employees.createEmployee(checked, credentials)
  if (!employee) throw usernameTaken(checked.username)
  return { employee, initialPassword }
}
