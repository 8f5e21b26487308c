import { type Address, type AddressFields, addressLimit, checkAddress } from '../domain/address.ts'
import { customerMissing } from '../domain/customer.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function createAddress(
  needs: Pick<UserNeeds, 'addresses' | 'clock'>,
  by: Person,
  fields: AddressFields,
): Promise<Address> {
  if (by.kind !== 'customer') throw customerMissing()
  const created = await needs.addresses.createAddress(by.id, checkAddress(fields), needs.clock.now())
  if (created === 'full') throw addressLimit()
  if (created === 'missing') throw customerMissing()
  return created
}
