import { type Customer, customerFor, customerMissing } from '../domain/customer.ts'
import type { Person } from '../domain/person.ts'
import { checkProfile, type ProfileChange } from '../domain/profile.ts'
import type { UserNeeds } from '../ports.ts'

export async function updateProfile(
  needs: Pick<UserNeeds, 'customers'>,
  by: Person,
  change: ProfileChange,
): Promise<Customer> {
  if (by.kind !== 'customer') throw customerMissing()
  return customerFor(by, await needs.customers.updateProfile(by.id, checkProfile(change)))
}
