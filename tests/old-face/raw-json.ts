/** A number as it stood in the text: `56.00` is not `56`. */
export class RawNumber {
  readonly digits: string

  constructor(digits: string) {
    this.digits = digits
  }
}

/** JSON whose numbers keep their digits. */
export type Raw = null | boolean | string | RawNumber | readonly Raw[] | { readonly [name: string]: Raw }

/** What the engine tells a reviver beside name and value. */
interface Seen {
  readonly source?: string
}

/** Reads a JSON text without losing how its numbers were printed; throws where it is none. */
export function parseRaw(text: string): Raw {
  const keepDigits = (_name: string, value: unknown, { source = '' }: Seen) =>
    typeof value === 'number' ? new RawNumber(source) : value
  return JSON.parse(text, keepDigits as (name: string, value: unknown) => unknown)
}

/** Whether it is an object with names. */
export function isNamed(raw: Raw | undefined): raw is { readonly [name: string]: Raw } {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof RawNumber)
}

/** What stands at a path of names and indexes, `data.records.0.id`; undefined for nothing. */
export function standingAt(raw: Raw, path: string): Raw | undefined {
  let found: Raw | undefined = raw
  for (const step of path.split('.')) {
    if (Array.isArray(found)) found = found.at(Number(step))
    else if (isNamed(found)) found = found[step]
    else return undefined
  }
  return found
}

/** As a person reads it in a complaint. */
export function shown(raw: Raw | undefined): string {
  if (raw === undefined) return 'nothing'
  if (raw instanceof RawNumber) return raw.digits
  if (Array.isArray(raw)) return `[${raw.map(shown).join(', ')}]`.slice(0, 200)
  if (!isNamed(raw)) return JSON.stringify(raw)
  const fields = Object.entries(raw).map(([name, value]) => `${name}: ${shown(value)}`)
  return `{${fields.join(', ')}}`.slice(0, 200)
}
