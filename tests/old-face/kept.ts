import { type Raw, RawNumber } from './raw-json.ts'

/** What earlier rows have kept, by the names they gave it. */
export type Kept = ReadonlyMap<string, string | number>

/** A row needs what an earlier one did not get. */
export class NothingKept extends Error {}

/**
 * Fills in what was kept: `$dish` alone is the value itself, `"$dish"` is its text, and within a text it is a
 * part of it.
 */
export function filled<Value>(value: Value, kept: Kept): Value {
  return fill(value, kept) as Value
}

function fill(value: unknown, kept: Kept): unknown {
  if (typeof value === 'string') return fillText(value, kept)
  if (Array.isArray(value)) return value.map((each) => fill(each, kept))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each, kept)]))
}

function fillText(text: string, kept: Kept): string | number {
  const [, alone] = /^\$(\w+)$/.exec(text) ?? []
  if (alone !== undefined) return taken(alone, kept)
  const [, quoted] = /^"\$(\w+)"$/.exec(text) ?? []
  if (quoted !== undefined) return String(taken(quoted, kept))
  return text.replaceAll(/\$(\w+)/g, (_, name: string) => String(taken(name, kept)))
}

function taken(name: string, kept: Kept): string | number {
  const value = kept.get(name)
  if (value === undefined) throw new NothingKept(`no earlier row has kept a ${name}`)
  return value
}

/** What can be kept of an answer: a text or a number. */
export function keepable(raw: Raw | undefined): string | number | undefined {
  if (typeof raw === 'string') return raw
  return raw instanceof RawNumber ? Number(raw.digits) : undefined
}
