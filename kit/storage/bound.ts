import type { SqlValue } from './storage.ts'

/** Refuses what may not be bound; `where` names the transaction and the statement in the error. */
export function assertBindable(
  values: readonly unknown[],
  where: () => string,
): asserts values is SqlValue[] {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value === 'string' || value === null) continue
    if (typeof value === 'number' && isBindableNumber(value)) continue
    if (value instanceof Uint8Array) continue
    throw new TypeError(
      `${where()}: value ${i + 1} is ${nameOf(value)}; only text, safe numbers, bytes and null are bound`,
    )
  }
}

/** Finite, and as an integer exact: beyond 2⁵³ a number no longer says which integer it is. */
function isBindableNumber(value: number): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))
}

function nameOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return value instanceof Object ? `a ${value.constructor?.name ?? 'object'}` : `a ${typeof value}`
}
