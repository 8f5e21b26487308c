import { isOpen } from '../domain/attempt.ts'
import { nextAsk } from '../domain/schedule.ts'
import type { PaymentNeeds } from '../ports.ts'
import { queryAttempt } from './query-attempt.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

/** Asks about an attempt now and plans the next time, as long as it is open. */
export async function followAttempt(needs: Needs, attemptId: string): Promise<void> {
  const attempt = await queryAttempt(needs, attemptId)
  if (!isOpen(attempt.state)) return
  await needs.store.askAgain(
    attemptId,
    nextAsk(needs.rules().queryPauses, attempt.createdAt, needs.clock.now()),
  )
}
