import type { Address } from '../domain/address.ts'
import { customerMissing } from '../domain/customer.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function listAddresses(
  needs: Pick<UserNeeds, 'addresses'>,
  by: Person,
): Promise<readonly Address[]> {
  if (by.kind !== 'customer') throw customerMissing()
  return needs.addresses.listAddresses(by.id)
}
