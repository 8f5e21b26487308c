/** The part of JSON Schema in which the platform describes itself. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null'
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Whether a value fits. Objects have no properties but those declared. */
export function accepts(schema: Schema, value: unknown): boolean {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.some((choice) => accepts(choice, value))
  if (schema.const !== undefined && value !== schema.const) return false
  if (schema.enum && !schema.enum.includes(value)) return false
  if (value === null) return schema.type === 'null'
  if (typeof value === 'string') return schema.type === 'string' && fitsText(schema, value)
  if (typeof value === 'number') return fitsNumber(schema, value)
  if (typeof value === 'boolean') return schema.type === 'boolean'
  if (Array.isArray(value)) return schema.type === 'array' && fitsList(schema, value)
  return schema.type === 'object' && fitsObject(schema, value as Readonly<Record<string, unknown>>)
}

function fitsText({ pattern, minLength = 0, maxLength = Infinity }: Schema, value: string): boolean {
  if (value.length < minLength || value.length > maxLength) return false
  return pattern === undefined || new RegExp(pattern).test(value)
}

function fitsNumber({ type, minimum = -Infinity, maximum = Infinity }: Schema, value: number): boolean {
  if (type !== 'integer' && type !== 'number') return false
  return (type === 'number' || Number.isSafeInteger(value)) && value >= minimum && value <= maximum
}

function fitsList(
  { items = {}, minItems = 0, maxItems = Infinity }: Schema,
  value: readonly unknown[],
): boolean {
  return value.length >= minItems && value.length <= maxItems && value.every((item) => accepts(items, item))
}

function fitsObject(
  { properties = {}, required = [] }: Schema,
  value: Readonly<Record<string, unknown>>,
): boolean {
  const known = Object.entries(value).every(([name, field]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    return schema !== undefined && accepts(schema, field)
  })
  return known && required.every((name) => Object.hasOwn(value, name))
}

const texts = [
  '一份',
  '1',
  'a',
  '019ab000-0000-7000-8000-00000000002a',
  '2026-01-01',
  '2030-01-01T12:00:00+08:00',
  '',
]

/** A value that fits, with every property and at least one item; `known` gives values by property name. */
export function sampleOf(schema: Schema, known: Readonly<Record<string, Json>>, name = ''): Json {
  if (name in known && accepts(schema, known[name])) return known[name] ?? null
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return sampleOf(choice, known, name)
  if (schema.const !== undefined) return schema.const as Json
  if (schema.enum) return (schema.enum[0] ?? null) as Json
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, field]) => [key, sampleOf(field, known, key)]),
      )
    case 'array':
      return [sampleOf(schema.items ?? {}, known)]
    case 'string':
      return texts.find((text) => fitsText(schema, text)) ?? ''
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return null
  }
}

/** A spot in a value, and what is allowed there. */
export interface Place {
  readonly path: readonly (string | number)[]
  readonly schema: Schema
}

/** Every spot of a value that fits the schema, the whole first. */
export function placesOf(schema: Schema, value: Json, path: Place['path'] = []): readonly Place[] {
  const choice = (schema.anyOf ?? schema.oneOf)?.find((one) => accepts(one, value))
  if (choice) return [{ path, schema }, ...placesOf(choice, value, path).slice(1)]
  const inside = Array.isArray(value)
    ? value.flatMap((item, at) => placesOf(schema.items ?? {}, item, [...path, at]))
    : Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
        const inner = (value as Readonly<Record<string, Json>>)[name]
        return inner === undefined ? [] : placesOf(field, inner, [...path, name])
      })
  return [{ path, schema }, ...inside]
}

/** The same value with another at a spot; nothing given is changed. */
export function withAt(value: Json, [step, ...rest]: Place['path'], put: Json): Json {
  if (step === undefined) return put
  if (Array.isArray(value)) return value.map((item, at) => (at === step ? withAt(item, rest, put) : item))
  const fields = value as Readonly<Record<string, Json>>
  return { ...fields, [step]: withAt(fields[step] ?? null, rest, put) }
}

export function valueAt(value: Json, path: Place['path']): Json {
  return path.reduce<Json>(
    (inner, step) => (inner as Readonly<Record<string | number, Json>>)[step] ?? null,
    value,
  )
}
