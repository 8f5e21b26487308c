import { isUnknown } from '#kit/fault.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { Closing } from '../domain/opening.ts'
import { nextAsk } from '../domain/schedule.ts'
import type { PaymentNeeds } from '../ports.ts'
import { requiredAttempt } from './required.ts'
import { settleAttempt } from './settle-attempt.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

/** Ends an attempt. Only the provider's word makes it CLOSED; if it has the money, the attempt is PAID. */
export async function closeAttempt(needs: Needs, closing: Closing): Promise<Attempt> {
  const now = needs.clock.now()
  const queryAt = nextAsk(needs.rules().queryPauses, now, now)
  const attempt = await needs.store.beginClosing(closing, now, queryAt)
  return attempt.state === 'CLOSING' ? finishClosing(needs, attempt) : attempt
}

/** Asks the provider to close until its answer is definite. */
export async function finishClosing(needs: Needs, attempt: Attempt): Promise<Attempt> {
  const outcome = await closeAtProvider(needs, attempt.id)
  const checkAt = needs.clock.now() + needs.rules().closedCheckMs
  if (outcome !== 'paid') return needs.store.recordClosed(attempt.id, checkAt)
  const trade = await needs.provider.query(attempt.id)
  if (trade.kind === 'paid') await settleAttempt(needs, trade.payment)
  return requiredAttempt(needs, attempt.id)
}

/** An outcome that is not known is asked for, never assumed. */
async function closeAtProvider(
  { provider }: Needs,
  attemptId: string,
): Promise<'closed' | 'paid' | 'missing'> {
  try {
    return await provider.close(attemptId)
  } catch (fault) {
    if (!isUnknown(fault)) throw fault
    const { kind } = await provider.query(attemptId)
    if (kind === 'open') throw fault
    return kind
  }
}
