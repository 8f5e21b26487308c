import { type Address, type AddressFields, addressMissing, checkAddress } from '../domain/address.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function updateAddress(
  needs: Pick<UserNeeds, 'addresses'>,
  by: Person,
  addressId: string,
  { fields, keepsLocation }: { readonly fields: AddressFields; readonly keepsLocation: boolean },
): Promise<Address> {
  if (by.kind !== 'customer') throw addressMissing()
  const updated = await needs.addresses.updateAddress(by.id, addressId, checkAddress(fields), keepsLocation)
  if (!updated) throw addressMissing()
  return updated
}
