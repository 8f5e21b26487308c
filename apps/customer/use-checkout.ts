import { computed, ref, shallowRef, watch } from 'vue'
import { newKey, type ReplyOf } from '../web/api.ts'
import { useAttempt } from '../web/attempt.ts'
import type { Order, Quote } from '../web/gen/operations.ts'
import { call, shopId } from './api.ts'
import { useAddresses } from './stores/addresses.ts'
import { useCart } from './stores/cart.ts'

export type Slot = ReplyOf<'listSlots'>['items'][number]

/** Everything between the cart and an order: where to, when, for how much, and the submission itself. */
export function useCheckout() {
  const cart = useCart()
  const addresses = useAddresses()
  const { problem, isRunning, attempt } = useAttempt()
  const quote = shallowRef<Quote | null>(null)
  const slots = shallowRef<readonly Slot[]>([])
  const wish = ref({ remark: '', cutlery: 1, deliverAt: '' })
  /** What it costs now, where that is no longer what was shown; 0 else. */
  const changedTo = ref(0)

  /** One key for one wish: pressing again, or after a lost answer, orders once. */
  let key = newKey()
  watch(
    [wish, quote],
    () => {
      key = newKey()
    },
    { deep: true },
  )
  watch([() => addresses.chosen?.id, () => wish.value.deliverAt], () => attempt(price))

  const canSubmit = computed(
    () => quote.value?.refusal === null && addresses.chosen !== undefined && !isRunning.value,
  )

  async function price(): Promise<void> {
    const [addressId, { deliverAt }] = [addresses.chosen?.id, wish.value]
    const query = { shopId, ...(addressId && { addressId }), ...(deliverAt && { deliverAt }) }
    quote.value = await call('quoteCart', { query })
  }
  async function load(): Promise<void> {
    await attempt(async () => {
      const [found] = await Promise.all([
        call('listSlots', { params: { shopId } }),
        addresses.load(),
        cart.load(),
      ])
      slots.value = found.items
      const isFirst = quote.value === null
      await price()
      if (isFirst) wish.value.cutlery = quote.value?.cutlery ?? wish.value.cutlery
    })
  }
  /** Takes pieces out of the cart until a line can be had, and prices what is left. */
  async function setQuantity(lineId: string, quantity: number): Promise<void> {
    const line = cart.lines.find(({ id }) => id === lineId)
    if (!line) return
    await cart.setQuantity(line, quantity)
    await attempt(price)
  }

  /** The order; undefined where it was refused, and nothing is ordered at a price that nobody has seen. */
  async function submit(): Promise<Order | undefined> {
    const [wanted, address] = [quote.value, addresses.chosen]
    if (!wanted || !address) return undefined
    changedTo.value = 0
    const { deliverAt, ...told } = wish.value
    const where = { shopId, addressId: address.id, expectedAmountFen: wanted.amountFen }
    const body = { ...where, ...told, ...(deliverAt && { deliverAt }) }
    const order = await attempt(() => call('submitOrder', { body, key }))
    if (order) cart.show([])
    else if (problem.value?.code === 'PRICE_CHANGED') {
      await load()
      changedTo.value = quote.value?.amountFen ?? 0
    }
    return order
  }
  return { ...{ quote, slots, wish, changedTo, problem, isRunning, canSubmit }, load, setQuantity, submit }
}
