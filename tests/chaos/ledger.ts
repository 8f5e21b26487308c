import assert from 'node:assert/strict'

/** An order as any answer of the platform shows it. */
export interface ShownOrder {
  readonly id: string
  readonly number: string
  readonly amountFen: number
  readonly lines: readonly ShownLine[]
  readonly history: readonly { readonly version: number; readonly to: string }[]
}

export interface ShownLine {
  readonly item: { readonly kind: string; readonly id: string }
  readonly name: string
  readonly quantity: number
  readonly unitPriceFen: number
}

/** What the platform has promised of one order. */
export interface Promised {
  readonly id: string
  readonly number: string
  readonly amountFen: number
  /** Line by line, as text. */
  readonly lines: readonly string[]
  /** The states it was seen to go through, as far as anybody has been told. */
  readonly states: readonly string[]
}

/** Everything the platform has answered for, kept outside of it. */
export interface Ledger {
  /** Any answer that shows an order: from now on it is there, the same, and never goes back. */
  saw(order: ShownOrder): void
  /** The answer to a submission; the same key must always name the same order. */
  acknowledged(key: string, order: ShownOrder): void
  /** A submission that was refused for good: its key has made no order. */
  refused(key: string, code: string): void
  readonly orders: ReadonlyMap<string, Promised>
  readonly orderOfKey: ReadonlyMap<string, string>
  readonly refusedKeys: ReadonlyMap<string, string>
}

export function createLedger(): Ledger {
  const orders = new Map<string, Promised>()
  const orderOfKey = new Map<string, string>()
  const refusedKeys = new Map<string, string>()

  function saw(order: ShownOrder): void {
    const known = orders.get(order.id)
    const shown = promisedBy(order)
    if (known) assertSame(known, shown)
    if (!known || shown.states.length > known.states.length) orders.set(order.id, shown)
  }

  return {
    saw,
    acknowledged(key, order) {
      const known = orderOfKey.get(key)
      assert.ok(known === undefined || known === order.id, `${key} names ${known} and ${order.id}`)
      orderOfKey.set(key, order.id)
      saw(order)
    },
    refused: (key, code) => void refusedKeys.set(key, code),
    orders,
    orderOfKey,
    refusedKeys,
  }
}

function promisedBy({ id, number, amountFen, lines, history }: ShownOrder): Promised {
  assert.deepEqual(
    history.map(({ version }) => version),
    history.map((_, at) => at + 1),
    `the history of ${id} has gaps`,
  )
  return { id, number, amountFen, lines: lines.map(lineText), states: history.map(({ to }) => to) }
}

export function lineText({ item, name, quantity, unitPriceFen }: ShownLine): string {
  return `${item.kind} ${item.id} ${name}: ${quantity} × ${unitPriceFen}`
}

/** Two looks at one order agree, but that one may be older. */
export function assertSame(a: Promised, b: Promised): void {
  const seen = Math.min(a.states.length, b.states.length)
  const { states: statesA, ...fixedA } = a
  const { states: statesB, ...fixedB } = b
  assert.deepEqual(fixedA, fixedB)
  assert.deepEqual(statesA.slice(0, seen), statesB.slice(0, seen), `the history of ${a.id} was rewritten`)
}
