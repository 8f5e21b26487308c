/** What became of some tests. */
export interface Outcome {
  readonly passed: number
  readonly failures: readonly Failure[]
  readonly skips: readonly Skip[]
  /** Figures that tests have told of. */
  readonly notes: readonly string[]
}

export interface Failure {
  readonly name: string
  /** What a person needs to find the cause. */
  readonly report: string
}

export interface Skip {
  readonly name: string
  readonly reason: string
}

export const nothing: Outcome = { passed: 0, failures: [], skips: [], notes: [] }

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, one) => total + one.passed, 0),
    failures: outcomes.flatMap((one) => one.failures),
    skips: outcomes.flatMap((one) => one.skips),
    notes: outcomes.flatMap((one) => one.notes),
  }
}

/** Where every server must be there, what was skipped has not been shown to work. */
export function withoutSkips(outcome: Outcome): Outcome {
  const failures = outcome.skips.map(({ name, reason }) => ({ name, report: `skipped: ${reason}` }))
  return { ...outcome, failures: [...outcome.failures, ...failures], skips: [] }
}
