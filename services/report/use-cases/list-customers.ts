import { type Person, reporterOf } from '../domain/person.ts'
import {
  type CustomersWish,
  checkedCustomers,
  cursorBehind,
  type ShopCustomer,
} from '../domain/shop-customer.ts'
import type { ReportNeeds } from '../ports.ts'

/** Who has had something of the shop, and how much, page after page. */
export async function listCustomers(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...wish }: CustomersWish & { readonly shopId: string },
): Promise<{ readonly customers: readonly ShopCustomer[]; readonly nextCursor: string }> {
  const page = checkedCustomers(wish)
  const customers = await store.listCustomers(reporterOf(by, shopId), page)
  return { customers, nextCursor: cursorBehind(page, customers) }
}
