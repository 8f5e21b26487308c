/** Bounds second attempts: every call pays a little in, every second attempt takes one out. */
export interface RetryBudget {
  /** A call is made for the first time. */
  earn(): void
  /** Whether one more attempt may be made. */
  spend(): boolean
}

export interface RetryBudgetOptions {
  /** Second attempts per call in the long run. */
  readonly share: number
  /** How many may be saved, and are there at the start. */
  readonly saved: number
}

/** One second attempt for every ten calls, and a hundred at once. */
export function createRetryBudget(
  { share, saved }: RetryBudgetOptions = { share: 0.1, saved: 100 },
): RetryBudget {
  let balance = saved
  return {
    earn() {
      balance = Math.min(saved, balance + share)
    },
    spend() {
      if (balance < 1) return false
      balance -= 1
      return true
    },
  }
}
