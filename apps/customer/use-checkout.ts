import { computed, ref, watch } from 'vue'
import { newKey } from '../web/api.ts'
import { useAttempt } from '../web/attempt.ts'
import type { Order } from '../web/gen/operations.ts'
import { Problem } from '../web/problem.ts'
import { call, shopId } from './api.ts'
import { useAddresses } from './stores/addresses.ts'
import { useCart } from './stores/cart.ts'
import { useQuote } from './use-quote.ts'

/** Everything between the cart and an order: where to, when, for how much, and the submission itself. */
export function useCheckout() {
  const cart = useCart()
  const addresses = useAddresses()
  const trial = useAttempt()
  const { problem, isRunning, attempt } = trial
  const { quote, slots, wish, load, readSlots, setQuantity } = useQuote(trial)
  /** What it costs now, where that is no longer what was shown; 0 else. */
  const changedTo = ref(0)

  /** One key for one wish: pressing again, or after a lost answer, orders once. */
  let key = newKey()
  const renew = () => {
    key = newKey()
  }
  watch([wish, quote], renew, { deep: true })

  const canSubmit = computed(
    () => quote.value?.refusal === null && addresses.chosen !== undefined && !isRunning.value,
  )

  /** The order; undefined where it was refused, and nothing is ordered at a price that nobody has seen. */
  async function submit(): Promise<Order | undefined> {
    const [wanted, address] = [quote.value, addresses.chosen]
    if (!wanted || !address) return undefined
    changedTo.value = 0
    const { deliverAt, cutlery, remark } = wish.value
    const where = { shopId, addressId: address.id, expectedAmountFen: wanted.amountFen }
    const body = { ...where, remark, cutlery: cutlery ?? 1, ...(deliverAt && { deliverAt }) }
    const order = await attempt(() => call('submitOrder', { body, key }))
    if (order) cart.show([])
    else await lookAgain(problem.value?.code)
    return order
  }
  /** What was refused for a price or a time that has changed is shown as it is now. */
  async function lookAgain(code: string | undefined): Promise<void> {
    if (code === 'PRICE_CHANGED') {
      await load()
      changedTo.value = quote.value?.amountFen ?? 0
    } else if (code === 'SLOT_FULL') await readSlots().catch(toldAlready)
  }
  return { ...{ quote, slots, wish, changedTo, problem, isRunning, canSubmit }, load, setQuantity, submit }
}

/** Beside what was refused, a question that got no answer is no news. */
function toldAlready(thrown: unknown): void {
  if (!(thrown instanceof Problem)) throw thrown
}
