import { type Address, addressMissing } from '../domain/address.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function setDefaultAddress(
  needs: Pick<UserNeeds, 'addresses'>,
  by: Person,
  addressId: string,
): Promise<Address> {
  if (by.kind !== 'customer') throw addressMissing()
  const address = await needs.addresses.setDefault(by.id, addressId)
  if (!address) throw addressMissing()
  return address
}
