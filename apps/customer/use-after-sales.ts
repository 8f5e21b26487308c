import { computed, shallowRef, watch } from 'vue'
import { useAttempt } from '../web/attempt.ts'
import type { Claim, Refund } from '../web/gen/operations.ts'
import { call } from './api.ts'
import { ledgerOf } from './claim-rules.ts'
import { useOrder } from './use-order.ts'

/** What was asked back of an order and what went back, read again whenever the order's news come. */
export function useAfterSales(id: string) {
  const { order, live, problem: unread, load: loadOrder } = useOrder(id)
  const claims = shallowRef<readonly Claim[] | null>(null)
  const refunds = shallowRef<readonly Refund[]>([])
  const refundableFen = shallowRef(0)
  const { problem, isRunning, attempt } = useAttempt()

  async function read(): Promise<void> {
    const params = { id }
    const [asked, back] = await Promise.all([
      call('listOrderClaims', { params }),
      call('listRefunds', { params }),
    ])
    claims.value = [...asked.items].reverse()
    refunds.value = [...back.items].reverse()
    refundableFen.value = back.refundableFen ?? 0
  }
  const load = () => attempt(read)
  async function retry(): Promise<void> {
    await Promise.all([loadOrder(), load()])
  }
  async function withdraw(claimId: string): Promise<void> {
    await attempt(async () => {
      await call('withdrawClaim', { params: { id: claimId } })
      await read()
    })
    if (problem.value?.status === 409) await load()
  }
  watch([() => live.latest, () => live.isLive], ([told]) => told?.payload.orderId === id && load())
  void load()
  const openClaim = computed(() => claims.value?.find(({ state }) => state === 'OPEN'))
  const ledger = computed(() => order.value && ledgerOf(order.value, refunds.value))
  const refusal = computed(() => problem.value ?? unread.value)
  return {
    ...{ order, claims, refunds, refundableFen, openClaim, ledger },
    ...{ problem: refusal, isRunning, retry, load, withdraw },
  }
}
