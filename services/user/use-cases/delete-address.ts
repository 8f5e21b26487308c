import { addressMissing } from '../domain/address.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function deleteAddress(
  needs: Pick<UserNeeds, 'addresses'>,
  by: Person,
  addressId: string,
): Promise<void> {
  if (by.kind !== 'customer') throw addressMissing()
  if (!(await needs.addresses.deleteAddress(by.id, addressId))) throw addressMissing()
}
