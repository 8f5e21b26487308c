import type { Registration } from '../domain/customer.ts'
import { readNumberId } from '../domain/number-id.ts'
import { assertSystem, type Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

/** Customers told of at once. */
const pageMax = 500

/** The customers behind the cursor, by their ids, for those who count them anew. */
export async function replayEvents(
  needs: Pick<UserNeeds, 'customers'>,
  by: Person,
  cursor: string,
): Promise<{ readonly customers: readonly Registration[]; readonly nextCursor: string }> {
  assertSystem(by)
  const customers = await needs.customers.listRegistrations(readNumberId(cursor) ?? 0, pageMax)
  return { customers, nextCursor: customers.length === pageMax ? (customers.at(-1)?.id ?? '') : '' }
}
