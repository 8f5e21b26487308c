/** A defect of the original put into our code on purpose, and the test that must notice. */
export interface Plant {
  readonly defect: string
  /** The file it is put into, from the root of the project. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** The file of the test, and its whole name. */
  readonly testFile: string
  readonly test: string
  /** What the test is told by the environment: with less data it is as sharp, and sooner done. */
  readonly env?: Readonly<Record<string, string>>
}
