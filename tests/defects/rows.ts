/** A row of docs/defects.md: a defect of the original and the names of the tests that show it gone. */
export interface Row {
  readonly defect: string
  readonly tests: readonly string[]
}

/** The rows of the table, in its order. */
export function rowsOf(table: string): readonly Row[] {
  return table.split('\n').flatMap((line) => {
    const [, defect, tests] = /^\| (D-\d\d) \| [^|]+ \| [^|]+ \| (`[^|]+`) \|$/.exec(line) ?? []
    if (defect === undefined || tests === undefined) return []
    return [{ defect, tests: tests.slice(1, -1).split('`, `') }]
  })
}

/** Whether a test of this very name is declared in the text, also one that is made of data. */
export function declares(text: string, test: string): boolean {
  const name = test.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(`(\\btest\\(|\\bname:)\\s*(['"])${name}\\2,`).test(text)
}
