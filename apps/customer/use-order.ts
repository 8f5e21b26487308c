import { shallowRef, watch } from 'vue'
import { useAttempt } from '../web/attempt.ts'
import type { Order } from '../web/gen/operations.ts'
import { call } from './api.ts'
import { useLive } from './stores/live.ts'

/** An order that is shown: read again whenever something happens to it, and when the line is back. */
export function useOrder(id: string) {
  const order = shallowRef<Order | null>(null)
  const live = useLive()
  const { problem, isRunning, attempt } = useAttempt()

  async function load(): Promise<void> {
    const found = await attempt(() => call('getOrder', { params: { id } }))
    if (found) order.value = found
  }
  /** Obeys a wish about the order and shows what it has become. */
  async function change(wish: () => Promise<Order>): Promise<boolean> {
    const changed = await attempt(wish)
    if (changed) order.value = changed
    else if (problem.value?.status === 409) await reload()
    return changed !== undefined
  }
  /** What was refused is told; what the order has become meanwhile is shown beneath. */
  async function reload(): Promise<void> {
    order.value = await call('getOrder', { params: { id } }).catch(() => order.value)
  }
  watch(
    () => live.latest,
    (told) => told?.payload.orderId === id && void reload(),
  )
  watch(
    () => live.isLive,
    (isLive) => isLive && void reload(),
  )
  void load()
  return { order, live, problem, isRunning, load, change, reload }
}
