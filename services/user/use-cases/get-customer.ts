import { type Customer, customerFor } from '../domain/customer.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function getCustomer(
  needs: Pick<UserNeeds, 'customers'>,
  by: Person,
  customerId: string,
): Promise<Customer> {
  return customerFor(by, await needs.customers.findCustomer(customerId))
}
