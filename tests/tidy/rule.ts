import { type Complaint, createSource, type Source } from './source.ts'

/**
 * One rule. Its examples are tests of the rule itself: the first kind must be caught, the second must not.
 */
export interface Rule {
  /** What holds, as a sentence. */
  readonly name: string
  check(sources: readonly Source[]): readonly Complaint[]
  readonly caught: readonly Example[]
  readonly fine: readonly Example[]
}

/** A path and the text of a file there. */
export type Example = readonly [path: string, text: string]

/** A rule that looks at one file at a time. */
export function perFile(rule: {
  readonly name: string
  readonly applies: (source: Source) => boolean
  readonly check: (source: Source) => readonly Complaint[]
  readonly caught: readonly Example[]
  readonly fine: readonly Example[]
}): Rule {
  return { ...rule, check: (sources) => sources.filter(rule.applies).flatMap(rule.check) }
}

/** What is left of a rule's complaints after those with `// tidy: why` in the line above. */
export function judge(rule: Rule, sources: readonly Source[]): Complaint[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  return rule.check(sources).filter(({ path, line }) => {
    const above = byPath.get(path)?.lines[line - 2] ?? ''
    return !/\/\/ tidy: \S/.test(above)
  })
}

/** What the rule says of one example. */
export function judgeExample(rule: Rule, [path, text]: Example): Complaint[] {
  return judge(rule, [createSource(path, text)])
}
