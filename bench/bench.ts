/** One measured figure. `ratio` compares with the baseline of the same run, 1 = as good as it. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline: number | null
  readonly ratio: number | null
  /** What we want it to be, in words. */
  readonly goal?: string
  /** What it must be: any other value makes the run fail. */
  readonly mustBe?: number
}

export interface Bench {
  readonly name: string
  readonly says: string
  /** Runs by its name only, because it takes long, for so many seconds unless told; results/<name>.json. */
  readonly alone?: { readonly seconds: number }
  run(seconds: number): Promise<readonly Row[]>
}

/** A figure that is kept as data. */
export function figure(name: string, value: number, unit: string): Row {
  return { name, value, unit, baseline: null, ratio: null }
}
