import { storeToRefs } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { ReplyOf } from '../web/api.ts'
import type { useAttempt } from '../web/attempt.ts'
import type { Quote } from '../web/gen/operations.ts'
import { call, shopId } from './api.ts'
import { useAddresses } from './stores/addresses.ts'
import { useCart } from './stores/cart.ts'
import { useWish } from './stores/wish.ts'

export type Slot = ReplyOf<'listSlots'>['items'][number]

/** What the cart costs there and then; priced anew whenever where or when changes. */
export function useQuote({ attempt, latest }: Pick<ReturnType<typeof useAttempt>, 'attempt' | 'latest'>) {
  const cart = useCart()
  const addresses = useAddresses()
  const quote = shallowRef<Quote | null>(null)
  const slots = shallowRef<readonly Slot[]>([])
  const { wish } = storeToRefs(useWish())

  /** Of several wishes in a row the last is priced. */
  async function price(): Promise<void> {
    const [addressId, { deliverAt }] = [addresses.chosen?.id, wish.value]
    const query = { shopId, ...(addressId && { addressId }), ...(deliverAt && { deliverAt }) }
    const told = await latest(() => call('quoteCart', { query }))
    if (!told) return
    quote.value = told
    // What was chosen last time is chosen from the start.
    wish.value.cutlery ??= told.cutlery ?? 1
  }
  async function load(): Promise<void> {
    const isRead = await attempt(async () => {
      await Promise.all([readSlots(), addresses.load(), cart.load()])
      return true
    })
    if (isRead) await price()
  }
  /** How full each half hour is by now. */
  async function readSlots(): Promise<void> {
    slots.value = (await call('listSlots', { params: { shopId } })).items
  }
  /** Takes pieces out of the cart until a line can be had, and prices what is left. */
  async function setQuantity(lineId: string, quantity: number): Promise<void> {
    const line = cart.lines.find(({ id }) => id === lineId)
    if (!line) return
    await cart.setQuantity(line, quantity)
    await price()
  }
  watch([() => addresses.chosen?.id, () => wish.value.deliverAt], () => quote.value && price())
  return { quote, slots, wish, load, readSlots, setQuantity }
}
