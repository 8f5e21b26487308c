/** An instance that a call may go to, as this client sees it. */
export interface Candidate {
  /** `host:port`, or the target in gRPC's own notation. */
  readonly address: string
  /** Calls of this client that it has not answered yet. */
  readonly running: number
}

/** Chooses who gets a call. It keeps what it needs to know between calls and does nothing else. */
export interface Picker {
  /** One of the candidates. There is at least one, all are connected, and where any serves, all do. */
  pick<C extends Candidate>(candidates: readonly C[]): C
}

/** One after the other, whatever each is doing. */
export function roundRobin(): Picker {
  let turn = 0
  return {
    pick(candidates) {
      turn = (turn + 1) % candidates.length
      const [first] = candidates
      const picked = candidates[turn] ?? first
      if (picked === undefined) throw new Error('there is nobody to pick')
      return picked
    },
  }
}
