/** What became of some tests. */
export interface Outcome {
  readonly passed: number
  readonly failures: readonly Failure[]
  readonly skips: readonly Skip[]
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

export const nothing: Outcome = { passed: 0, failures: [], skips: [] }

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, one) => total + one.passed, 0),
    failures: outcomes.flatMap((one) => one.failures),
    skips: outcomes.flatMap((one) => one.skips),
  }
}

/** Where every server must be there, what was skipped has not been shown to work. */
export function withoutSkips(outcome: Outcome): Outcome {
  const failures = outcome.skips.map(({ name, reason }) => ({ name, report: `skipped: ${reason}` }))
  return { passed: outcome.passed, failures: [...outcome.failures, ...failures], skips: [] }
}
