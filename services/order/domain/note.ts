import { Fault } from '#kit/fault.ts'
import { hasWords } from './grant.ts'
import { checkedKey } from './submission.ts'

/** What staff tell each other of an order. */
export interface Note {
  readonly n: number
  readonly by: string
  readonly text: string
  readonly at: number
}

export interface NewNote extends Omit<Note, 'n'> {
  readonly key: string
}

/** Notes of one order. */
export const notesMax = 50

export function checkedNote(note: NewNote): NewNote {
  checkedKey(note.key)
  if (!hasWords(note.text)) throw new Fault('invalid', 'NOTE_INVALID', 'a note has 1 to 200 characters')
  return note
}
