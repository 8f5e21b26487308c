import { type Customer, customerMissing, maySee } from '../domain/customer.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function getCustomer(
  needs: Pick<UserNeeds, 'customers'>,
  by: Person,
  customerId: string,
): Promise<Customer> {
  if (!maySee(by, customerId)) throw customerMissing()
  const customer = await needs.customers.findCustomer(customerId)
  if (!customer) throw customerMissing()
  return customer
}
