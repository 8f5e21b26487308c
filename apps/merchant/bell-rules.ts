import type { Order } from '../web/gen/operations.ts'
import { isActive } from './board-rules.ts'

/** Of an order: the newest reminder of its customer, and up to which of them somebody has said "got it". */
interface Note {
  readonly reminded: number
  /** Absent where nobody has acknowledged the order; 0 where nobody had reminded yet. */
  readonly heard?: number
}
export type Notes = Readonly<Record<string, Note>>
/** Why the bell rings for an order. */
export type Call = 'NEW' | 'REMINDED'

type Standing = Pick<Order, 'id' | 'state'>

const noNote: Note = { reminded: 0 }

/** What rings of an order: that it is new, or that its customer waits for it. */
function callOf(notes: Notes, { id, state }: Standing): Call | null {
  const { reminded, heard } = notes[id] ?? noNote
  if (isActive(state) && reminded > (heard ?? 0)) return 'REMINDED'
  return state === 'PAID' && heard === undefined ? 'NEW' : null
}

/** All that rings: it follows from where orders stand and from what was acknowledged, wherever that was. */
export function callsOf(notes: Notes, orders: readonly Standing[]): ReadonlyMap<string, Call> {
  const calls = new Map<string, Call>()
  for (const order of orders) {
    const call = callOf(notes, order)
    if (call !== null) calls.set(order.id, call)
  }
  return calls
}

/** The same reminder told twice, also to another tab, is one reminder. */
export function reminded(notes: Notes, id: string, seq: number): Notes {
  const note = notes[id] ?? noNote
  return { ...notes, [id]: { ...note, reminded: Math.max(note.reminded, seq) } }
}

export function acknowledged(notes: Notes, ids: Iterable<string>): Notes {
  const next: Record<string, Note> = { ...notes }
  for (const id of ids) {
    const note = next[id] ?? noNote
    next[id] = { ...note, heard: note.reminded }
  }
  return next
}

/** Notes of orders that are over are not kept. */
export function without(notes: Notes, over: readonly Standing[]): Notes {
  const gone = new Set(over.filter(({ state }) => !isActive(state)).map(({ id }) => id))
  return Object.fromEntries(Object.entries(notes).filter(([id]) => !gone.has(id)))
}
