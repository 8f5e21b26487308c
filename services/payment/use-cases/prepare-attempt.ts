import type { Attempt } from '../domain/attempt.ts'
import { newAttempt, type Opening } from '../domain/opening.ts'
import { nextAsk } from '../domain/schedule.ts'
import type { PaymentNeeds, PaymentParameters } from '../ports.ts'
import { queryAttempt } from './query-attempt.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

/** Opens an attempt at the provider; what is needed to pay comes only from one that is PREPAID right then. */
export async function prepareAttempt(
  needs: Needs,
  opening: Opening,
): Promise<{ attempt: Attempt; parameters: PaymentParameters | null }> {
  const now = needs.clock.now()
  const queryAt = nextAsk(needs.rules().queryPauses, now, now)
  const stored = await needs.store.openAttempt(newAttempt(opening, now), queryAt)
  const attempt = stored.state === 'INIT' ? await openAtProvider(needs, stored) : stored
  const parameters = attempt.state === 'PREPAID' ? needs.provider.parameters(attempt) : null
  return { attempt, parameters }
}

async function openAtProvider(needs: Needs, attempt: Attempt): Promise<Attempt> {
  const opened = await needs.provider.open(attempt)
  if (opened.kind === 'prepaid') return needs.store.recordPrepaid(attempt.id, opened.prepayRef)
  return queryAttempt(needs, attempt.id)
}
