/** What a row becomes, with what was changed on the way; or why it becomes nothing. */
export type Mapped<T> = { readonly take: T; readonly notes: readonly string[] } | { readonly skip: string }

/** The old installations ran on China's time, and wrote their dates without saying so. */
const offset = '+08:00'

/** `12.50` yuan as 1250 fen; undefined for what is no amount. */
export function fenOf(text: string | null | undefined): number | undefined {
  const [, sign, yuan, digits = ''] = /^(-?)(\d{1,10})(?:\.(\d+))?$/.exec(text ?? '') ?? []
  if (yuan === undefined) return undefined
  // By its digits, because 8.995 × 100 is less than 899.5.
  const thousandths = Number(`${yuan}${digits.padEnd(3, '0').slice(0, 3)}`)
  const fen = Math.floor((thousandths + 5) / 10)
  return sign === '-' ? -fen : fen
}

/** `2022-02-15 15:51:20` as an instant; undefined for no date, a zero date and nonsense. */
export function instantOf(text: string | null | undefined): number | undefined {
  const [, day, time = '00:00:00'] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.\d+)?)?$/.exec(text ?? '') ?? []
  const instant = day === undefined ? Number.NaN : Date.parse(`${day}T${time}${offset}`)
  return instant > 0 ? instant : undefined
}

/** A whole number; undefined for what is none. */
export function wholeOf(text: string | null | undefined): number | undefined {
  return /^-?\d{1,15}$/.test(text ?? '') ? Number(text) : undefined
}

/** One line of at most so many characters. */
export function lineOf(text: string | null | undefined, most: number): string {
  const line = (text ?? '').replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()
  return [...line].slice(0, most).join('').trim()
}

/** A name as menus have it: what can be seen of it, at most so many characters. */
export function nameOf(text: string | null | undefined, most: number): string {
  const seen = (text ?? '').replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+|[<>]+/gu, ' ').replace(/^[\p{M} ]+/u, '')
  return [...seen.replace(/ +/g, ' ')].slice(0, most).join('').trim()
}

/** The notes whose condition holds. */
export function notesOf(conditions: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.keys(conditions).filter((code) => conditions[code])
}
