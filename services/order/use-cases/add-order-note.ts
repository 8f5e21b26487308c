import { Fault } from '#kit/fault.ts'
import { checkedNote, type Note, notesMax } from '../domain/note.ts'
import { servedBy } from '../domain/order.ts'
import { nameOf, type Person } from '../domain/person.ts'
import type { DeskNeeds } from '../ports.ts'

export interface NoteWish {
  readonly orderId: string
  readonly text: string
  readonly idempotencyKey: string
}

/** Writes down what other staff should know of an order. */
export async function addOrderNote(
  { store, desk, clock }: DeskNeeds,
  { orderId, text, idempotencyKey: key }: NoteWish,
  by: Person,
): Promise<Note> {
  servedBy(await store.find(orderId), by)
  const note = checkedNote({ by: nameOf(by), text, at: clock.now(), key })
  const added = await desk.addNote(orderId, note, notesMax)
  if (!added) throw new Fault('precondition', 'NOTES_FULL', `an order has ${notesMax} notes at most`)
  if (added.text !== text) throw new Fault('precondition', 'KEY_REUSED', 'the key was used for another note')
  return added
}
