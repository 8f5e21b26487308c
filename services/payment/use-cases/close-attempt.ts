import type { Attempt } from '../domain/attempt.ts'
import type { Closing } from '../domain/opening.ts'
import { nextAsk } from '../domain/schedule.ts'
import type { PaymentNeeds } from '../ports.ts'
import { finishClosing } from './finish-closing.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

/** Ends an attempt. Only the provider's word makes it CLOSED; if it has the money, the attempt is PAID. */
export async function closeAttempt(needs: Needs, closing: Closing): Promise<Attempt> {
  const now = needs.clock.now()
  const queryAt = nextAsk(needs.rules().queryPauses, now, now)
  const attempt = await needs.store.beginClosing(closing, now, queryAt)
  return attempt.state === 'CLOSING' ? finishClosing(needs, attempt) : attempt
}
