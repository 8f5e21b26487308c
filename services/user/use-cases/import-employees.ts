import { Fault } from '#kit/fault.ts'
import { checkFields, readUsername } from '../domain/employee.ts'
import { assertBounded, type ImportedEmployee } from '../domain/imported.ts'
import { readNumberId } from '../domain/number-id.ts'
import { readInherited } from '../domain/password.ts'
import { assertSystem, nameOf, type Person } from '../domain/person.ts'
import type { Imported, UserNeeds } from '../ports.ts'

type Needs = Pick<UserNeeds, 'imports' | 'clock' | 'passwords'>

/** Brings employees over, each once; others could read their passwords there, so each must be changed. */
export async function importEmployees(
  needs: Needs,
  by: Person,
  employees: readonly ImportedEmployee[],
): Promise<readonly Imported[]> {
  assertSystem(by)
  assertBounded(employees)
  const imported: Imported[] = []
  for (const employee of employees) imported.push(await importOne(needs, by, employee))
  return imported
}

async function importOne(needs: Needs, by: Person, employee: ImportedEmployee): Promise<Imported> {
  const { oldId, shopId, password, enabled } = employee
  const username = readUsername(employee.username)
  if (username === undefined) return { oldId, id: '', skipped: 'USERNAME_INVALID' }
  try {
    const draft = { shopId, username, ...checkFields(employee), password: '' }
    const passwordHash = await needs.passwords.hashInherited(readInherited(password))
    const credentials = {
      ...{ passwordHash, mustChangePassword: true, enabled, wanted: readNumberId(oldId) ?? 0 },
      ...{ by: nameOf(by), at: needs.clock.now() },
    }
    return await needs.imports.importEmployee(oldId, draft, credentials)
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'invalid') throw error
    return { oldId, id: '', skipped: error.reason }
  }
}
