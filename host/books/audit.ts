import type { Books, Check, Finding } from './check.ts'

export interface Audited {
  readonly check: Check
  readonly finding: Finding
}

const looks = 3
const pauseMs = 150

/**
 * Runs every check. What compares two databases of a running system may see one a moment earlier than the
 * other, so only what is found wrong each time counts; quiescent checks get up to `settleMs` to come clean.
 */
export async function audit(
  books: Books,
  checks: readonly Check[],
  settleMs: number,
): Promise<readonly Audited[]> {
  const endsAt = Date.now() + settleMs
  const audited: Audited[] = []
  for (const check of checks) {
    const boundMs = check.when === 'quiescent' ? endsAt - Date.now() : 0
    audited.push({ check, finding: await lastingly(books, check, boundMs) })
  }
  return audited
}

/** What stays wrong: over a few looks, and over the time allowed for it to settle. */
async function lastingly(books: Books, check: Check, boundMs: number): Promise<Finding> {
  const endsAt = Date.now() + boundMs
  let found = await check.run(books)
  for (let look = 1; found.violations.length > 0 && (look < looks || Date.now() < endsAt); look++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    const again = await check.run(books)
    const still = new Set(again.violations)
    const settling = check.when === 'quiescent'
    found = settling ? again : { ...again, violations: found.violations.filter((each) => still.has(each)) }
  }
  return found
}
