import { Fault } from '#kit/fault.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { PaymentNeeds } from '../ports.ts'

export async function requiredAttempt({ store }: Pick<PaymentNeeds, 'store'>, attemptId: string): Promise<Attempt> {
  const attempt = await store.findAttempt(attemptId)
  if (!attempt) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such payment attempt')
  return attempt
}
