import { ref, shallowRef, watch } from 'vue'
import type { ReplyOf } from '../web/api.ts'
import type { useAttempt } from '../web/attempt.ts'
import type { Quote } from '../web/gen/operations.ts'
import { call, shopId } from './api.ts'
import { useAddresses } from './stores/addresses.ts'
import { useCart } from './stores/cart.ts'

export type Slot = ReplyOf<'listSlots'>['items'][number]

/** What the cart costs there and then; priced anew whenever where or when changes. */
export function useQuote({ attempt }: Pick<ReturnType<typeof useAttempt>, 'attempt'>) {
  const cart = useCart()
  const addresses = useAddresses()
  const quote = shallowRef<Quote | null>(null)
  const slots = shallowRef<readonly Slot[]>([])
  const wish = ref({ remark: '', cutlery: 1, deliverAt: '' })

  async function price(): Promise<void> {
    const [addressId, { deliverAt }] = [addresses.chosen?.id, wish.value]
    const query = { shopId, ...(addressId && { addressId }), ...(deliverAt && { deliverAt }) }
    quote.value = await call('quoteCart', { query })
  }
  async function load(): Promise<void> {
    await attempt(async () => {
      const asked = call('listSlots', { params: { shopId } })
      const [found] = await Promise.all([asked, addresses.load(), cart.load()])
      slots.value = found.items
      const isFirst = quote.value === null
      await price()
      // What was chosen last time is chosen from the start.
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
  watch([() => addresses.chosen?.id, () => wish.value.deliverAt], () => attempt(price))
  return { quote, slots, wish, load, setQuantity }
}
