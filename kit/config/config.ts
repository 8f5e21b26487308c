import { type ZodType, z } from 'zod'

/** A configuration whose live values may change while running. */
export interface Live<T> {
  /** The values of this moment, frozen. */
  readonly current: T
  /** Calls `hear` after a change; the returned function stops that. */
  onChange(hear: (now: T, before: T) => void): () => void
}

/** A configuration that never changes: for tests and the seeded past. */
export function fixedConfig<T>(values: T): Live<T> {
  return { current: Object.freeze(values), onChange: () => () => undefined }
}

/** What a schema says of a value beyond its type. */
export interface Marks {
  readonly live?: boolean
  readonly secret?: boolean
}

const marks = z.registry<Marks>()

/** Marks a value that may change while running: `payWindowMs: live(z.int().default(900_000))`. */
export function live<S extends ZodType>(schema: S): S {
  return marked(schema, { live: true })
}

/** Marks a value that is never shown or logged. */
export function secret<S extends ZodType>(schema: S): S {
  return marked(schema, { secret: true })
}

/** The marks of exactly this schema; what wraps it or what it wraps may have others. */
export function marksOf(schema: object): Marks {
  return marks.get(schema as ZodType) ?? {}
}

function marked<S extends ZodType>(schema: S, more: Marks): S {
  const copy = schema.clone() as S
  marks.add(copy, { ...marksOf(schema), ...more })
  return copy
}
