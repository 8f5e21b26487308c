import { filled, type Kept } from './kept.ts'
import { isNamed, type Raw, RawNumber, shown } from './raw-json.ts'

/** What is wrong with a value that stands somewhere in an answer; empty where it fits. */
export type Shape = (raw: Raw | undefined, at: string, kept: Kept) => readonly string[]

/** Everything in which a value differs from a shape. */
export function differences(shape: Shape, raw: Raw, kept: Kept = new Map()): readonly string[] {
  return shape(raw, '', kept)
}

function complain(at: string, wanted: string, got: Raw | undefined): readonly string[] {
  return [`${at === '' ? 'the body' : at}: wanted ${wanted}, got ${shown(got)}`]
}

/** A JSON number whose digits look like this. */
export function numberLike(digits: RegExp, wanted: string): Shape {
  return (raw, at) => (raw instanceof RawNumber && digits.test(raw.digits) ? [] : complain(at, wanted, raw))
}

/** A JSON text that looks like this. */
export function textLike(looks: RegExp, wanted: string): Shape {
  return (raw, at) => (typeof raw === 'string' && looks.test(raw) ? [] : complain(at, wanted, raw))
}

/** This text, number, truth value or null and nothing else; numbers whatever their decimals. */
export function exactly(expected: string | number | boolean | null): Shape {
  return (raw, at, kept) => {
    const wanted = filled(expected, kept)
    const got = raw instanceof RawNumber ? Number(raw.digits) : raw
    return got === wanted ? [] : complain(at, JSON.stringify(wanted), raw)
  }
}

export const anything: Shape = (raw, at) => (raw === undefined ? complain(at, 'something', raw) : [])

/** There, but perhaps null. */
export function nullOr(shape: Shape): Shape {
  return (raw, at, kept) => (raw === null ? [] : shape(raw, at, kept))
}

/** Of a field: perhaps not there at all. */
export function optional(shape: Shape): Shape {
  return (raw, at, kept) => (raw === undefined ? [] : shape(raw, at, kept))
}

export type Fields = Readonly<Record<string, Shape>>

/** These fields and no others. */
export function object(fields: Fields): Shape {
  return (raw, at, kept) => {
    if (!isNamed(raw)) return complain(at, 'an object', raw)
    const unknown = Object.keys(raw).filter((name) => fields[name] === undefined)
    const strange = unknown.flatMap((name) => complain(joined(at, name), 'no such field', raw[name]))
    return [...having(fields)(raw, at, kept), ...strange]
  }
}

/** These fields, whatever else there is. */
export function having(fields: Fields): Shape {
  return (raw, at, kept) => {
    if (!isNamed(raw)) return complain(at, 'an object', raw)
    return Object.entries(fields).flatMap(([name, shape]) => shape(raw[name], joined(at, name), kept))
  }
}

/** A list of such members, as many as said. */
export function listOf(member: Shape, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Shape {
  return (raw, at, kept) => {
    if (!Array.isArray(raw)) return complain(at, 'a list', raw)
    const isMany = raw.length >= min && raw.length <= max
    const count = isMany ? [] : complain(at, `${min} to ${max} members`, new RawNumber(`${raw.length}`))
    return [...count, ...raw.flatMap((each, index) => member(each, joined(at, String(index)), kept))]
  }
}

/** A list in which one member is this. */
export function including(one: Shape): Shape {
  return (raw, at, kept) => {
    if (!Array.isArray(raw)) return complain(at, 'a list', raw)
    if (raw.some((each) => one(each, at, kept).length === 0)) return []
    return complain(at, `a member like ${one({}, 'it', kept).join(', ')}`, raw)
  }
}

/** A list in which no member is this. */
export function lacking(one: Shape): Shape {
  return (raw, at, kept) => {
    if (!Array.isArray(raw)) return complain(at, 'a list', raw)
    return raw.flatMap((each, index) =>
      one(each, at, kept).length === 0 ? complain(joined(at, String(index)), 'this one gone', each) : [],
    )
  }
}

/** Fits all of them. */
export function all(...shapes: readonly Shape[]): Shape {
  return (raw, at, kept) => shapes.flatMap((shape) => shape(raw, at, kept))
}

const joined = (at: string, name: string) => (at === '' ? name : `${at}.${name}`)
