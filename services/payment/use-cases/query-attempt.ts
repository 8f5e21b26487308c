import { type Attempt, isOpen, isPaid } from '../domain/attempt.ts'
import type { PaymentNeeds } from '../ports.ts'
import { finishClosing } from './finish-closing.ts'
import { requiredAttempt } from './required-attempt.ts'
import { settleAttempt } from './settle-attempt.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

/** Asks the provider how an attempt stands and applies the answer. */
export async function queryAttempt(needs: Needs, attemptId: string): Promise<Attempt> {
  const attempt = await requiredAttempt(needs, attemptId)
  if (isPaid(attempt.state)) return attempt
  if (attempt.state === 'CLOSING') return finishClosing(needs, attempt)
  const trade = await needs.provider.query(attemptId)
  if (trade.kind === 'paid') await settleAttempt(needs, trade.payment)
  if (trade.kind === 'closed' && isOpen(attempt.state)) {
    return needs.store.recordClosed(attemptId, needs.clock.now() + needs.rules().closedCheckMs)
  }
  return requiredAttempt(needs, attemptId)
}
