import { Fault } from '#kit/fault.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { PaymentNeeds } from '../ports.ts'

type Needs = Pick<PaymentNeeds, 'store'>

export async function requiredAttempt({ store }: Needs, attemptId: string): Promise<Attempt> {
  const attempt = await store.findAttempt(attemptId)
  if (!attempt) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such payment attempt')
  return attempt
}
