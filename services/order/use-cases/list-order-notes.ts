import type { Note } from '../domain/note.ts'
import { servedBy } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import type { DeskNeeds } from '../ports.ts'

/** What staff have told each other of an order; nobody else sees it. */
export async function listOrderNotes(
  { store, desk }: Pick<DeskNeeds, 'store' | 'desk'>,
  orderId: string,
  by: Person,
): Promise<readonly Note[]> {
  servedBy(await store.find(orderId), by)
  return desk.notesOf(orderId)
}
