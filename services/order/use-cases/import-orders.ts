import { Fault } from '#kit/fault.ts'
import {
  type Brought,
  type ImportedOrder,
  importedFacts,
  importedMax,
  importedOrder,
} from '../domain/imported.ts'
import { assertSystem, type Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

/** Brings over what ended in another installation: each order once, all of these together or none. */
export async function importOrders(
  needs: Pick<OrderNeeds, 'store' | 'clock'>,
  orders: readonly ImportedOrder[],
  by: Person,
): Promise<readonly Brought[]> {
  assertSystem(by)
  if (orders.length > importedMax)
    throw new Fault('invalid', 'PARAMETER_INVALID', `at most ${importedMax} orders at once`)
  const whole = orders.map((given) => {
    return { oldId: given.oldId, order: importedOrder(given), facts: importedFacts(given) }
  })
  return needs.store.importOrders(whole, needs.clock.now())
}
