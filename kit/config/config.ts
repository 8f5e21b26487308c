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
