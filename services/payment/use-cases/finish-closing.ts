import { isUnknown } from '#kit/fault.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { PaymentNeeds } from '../ports.ts'
import { requiredAttempt } from './required-attempt.ts'
import { settleAttempt } from './settle-attempt.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

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
