import { dayOf, endOfDay } from '../domain/day.ts'
import type { PaymentNeeds } from '../ports.ts'
import { reconcileDay } from './reconcile-day.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

/** Reconciles a day when its bill is there and plans the day after it. */
export async function followDay(needs: Needs, day: string): Promise<void> {
  await reconcileDay(needs, day)
  const next = dayOf(endOfDay(day))
  await needs.store.reconcileAt(next, endOfDay(next) + needs.rules().billAfterMs)
}
