import { assertBounded, type ImportedCustomer, identified } from '../domain/imported.ts'
import { assertSystem, type Person } from '../domain/person.ts'
import type { Imported, UserNeeds } from '../ports.ts'

/** Brings customers over, each once; whose openid is known is that customer. */
export async function importCustomers(
  needs: Pick<UserNeeds, 'imports' | 'clock'>,
  by: Person,
  customers: readonly ImportedCustomer[],
): Promise<readonly Imported[]> {
  assertSystem(by)
  assertBounded(customers)
  return needs.imports.importCustomers(customers.map(identified), needs.clock.now())
}
