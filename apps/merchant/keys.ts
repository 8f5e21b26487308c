import type { Move } from './board-rules.ts'

/** One key for each thing that is done all day. */
export const keyMoves: Readonly<Record<string, Move>> = {
  a: 'accept',
  r: 'reject',
  d: 'dispatch',
  c: 'complete',
}
