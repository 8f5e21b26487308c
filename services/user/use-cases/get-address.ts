import { type Address, addressMissing } from '../domain/address.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

/** The owner's, or any for a service: employees see where an order goes in the order itself. */
export async function getAddress(
  needs: Pick<UserNeeds, 'addresses'>,
  by: Person,
  addressId: string,
): Promise<Address> {
  const address = await needs.addresses.findAddress(addressId)
  const owns = by.kind === 'customer' && by.id === address?.customerId
  if (!address || !(owns || by.kind === 'system')) throw addressMissing()
  return address
}
