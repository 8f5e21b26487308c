import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Cart, Item } from '../../web/gen/operations.ts'
import { call, session, shopId } from '../api.ts'
import { type CartLine, piecesOf, sameItem, withMore } from '../cart-lines.ts'

const place = 'cart'

/** What somebody wants to buy: here while nobody is logged in, with the order service afterwards. */
export const useCart = defineStore('cart', () => {
  const lines = shallowRef<readonly CartLine[]>(read())
  const isBusy = ref(false)
  const pieces = computed(() => piecesOf(lines.value))

  function show(next: readonly CartLine[]): void {
    lines.value = next
    localStorage.setItem(place, JSON.stringify(next))
  }
  const showCart = (cart: Cart) => show(cart.lines)
  const isGuest = () => session.current() === null

  /** Shown at once; what the server says afterwards is what counts. */
  async function change(next: readonly CartLine[], ask: () => Promise<Cart>): Promise<void> {
    const before = lines.value
    show(next)
    if (isGuest()) return
    isBusy.value = true
    try {
      showCart(await ask())
    } catch (thrown) {
      show(before)
      throw thrown
    } finally {
      isBusy.value = false
    }
  }

  function add(item: Item, quantity = 1): Promise<void> {
    return change(withMore(lines.value, item, quantity), () =>
      call('addCartItem', { body: { shopId, item, quantity } }),
    )
  }

  function setQuantity(line: CartLine, quantity: number): Promise<void> {
    const others = lines.value.map((one) => (one === line ? { ...one, quantity } : one))
    const next = others.filter((one) => one.quantity > 0)
    return change(next, () => call('setCartLine', { params: { lineId: line.id }, body: { quantity } }))
  }

  const lineOf = (item: Item) => lines.value.find((line) => sameItem(line.item, item))

  function clear(): Promise<void> {
    return change([], () => call('clearCart', { query: { shopId } }))
  }

  /** After a login: what was chosen before comes into the cart of the person who logged in. */
  async function takeAlong(): Promise<void> {
    for (const { item, quantity } of read().filter(({ id }) => id === ''))
      await call('addCartItem', { body: { shopId, item, quantity } })
    await load()
  }

  async function load(): Promise<void> {
    if (!isGuest()) showCart(await call('getCart', { query: { shopId } }))
  }

  return { lines, pieces, isBusy, add, setQuantity, lineOf, clear, takeAlong, load, show }
})

function read(): readonly CartLine[] {
  const text = localStorage.getItem(place)
  return text === null ? [] : JSON.parse(text)
}
