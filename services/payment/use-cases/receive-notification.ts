import { Fault } from '#kit/fault.ts'
import type { Header, Notice, NoticeResult, PaymentNeeds } from '../ports.ts'
import { settleAttempt } from './settle-attempt.ts'
import { settleRefund } from './settle-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

/** Applies what the provider tells by itself; returning means that the effect is committed. */
export async function receiveNotification(
  needs: Needs,
  headers: readonly Header[],
  body: Uint8Array,
): Promise<void> {
  const notice = await needs.provider.readNotification(headers, body)
  const known = await needs.store.resultOf(notice.event.id)
  if (known === 'APPLIED' || known === 'IGNORED') return
  if ((await apply(needs, notice)) === 'QUARANTINED') {
    throw new Fault('precondition', 'NOTIFICATION_MISMATCH', 'the notification does not match the attempt')
  }
}

async function apply(needs: Needs, notice: Notice): Promise<NoticeResult> {
  switch (notice.kind) {
    case 'payment':
      return settleAttempt(needs, notice.payment, notice.event)
    case 'refund':
      return settleRefund(needs, notice.answer, notice.event)
    case 'other':
      await needs.store.recordNotice(notice.event, 'IGNORED', needs.clock.now())
      return 'IGNORED'
  }
}
