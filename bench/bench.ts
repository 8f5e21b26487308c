/** One measured figure. `ratio` compares with the baseline of the same run, 1 = as good as it. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline: number | null
  readonly ratio: number | null
  /** What we want it to be, in words. */
  readonly goal?: string
}

export interface Bench {
  readonly name: string
  readonly says: string
  run(seconds: number): Promise<readonly Row[]>
}
