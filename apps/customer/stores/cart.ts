import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Cart, Item } from '../../web/gen/operations.ts'
import { call, session, shopId } from '../api.ts'
import { type CartLine, piecesOf, sameItem, withMore, withQuantity } from '../cart-lines.ts'

const place = 'cart'

/** What somebody wants to buy: here while nobody is logged in, with the order service afterwards. */
export const useCart = defineStore('cart', () => {
  const { lines, isBusy, show, change } = createKept()
  const pieces = computed(() => piecesOf(lines.value))
  const lineOf = (item: Item) => lines.value.find((line) => sameItem(line.item, item))

  function add(item: Item, quantity = 1): Promise<void> {
    const body = { shopId, item, quantity }
    return change(withMore(lines.value, item, quantity), () => call('addCartItem', { body }))
  }

  function setQuantity({ item }: Pick<CartLine, 'item'>, quantity: number): Promise<void> {
    return change(withQuantity(lines.value, item, quantity), async (known) => {
      const line = known.find((one) => sameItem(one.item, item))
      return call('setCartLine', { params: { lineId: line?.id ?? '' }, body: { quantity } })
    })
  }

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
    if (session.current() !== null) show((await call('getCart', { query: { shopId } })).lines)
  }

  return { lines, pieces, isBusy, add, setQuantity, lineOf, clear, takeAlong, load, show }
})

/** Lines that survive a reload; changes are shown at once and asked for one after the other. */
function createKept() {
  const lines = shallowRef<readonly CartLine[]>(read())
  const isBusy = ref(false)
  let known = lines.value
  let asked: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function show(next: readonly CartLine[]): void {
    lines.value = next
    localStorage.setItem(place, JSON.stringify(next))
    known = next
  }

  /** What the server says last is what counts; what is still to be asked stands already. */
  async function change(next: readonly CartLine[], ask: (known: readonly CartLine[]) => Promise<Cart>) {
    lines.value = next
    if (session.current() === null) return show(next)
    isBusy.value = true
    waiting += 1
    const answer = asked.then(async () => {
      known = (await ask(known)).lines
    })
    asked = answer.catch(() => undefined)
    try {
      await answer
    } finally {
      waiting -= 1
      if (waiting === 0) {
        isBusy.value = false
        show(known)
      }
    }
  }
  return { lines, isBusy, show, change }
}

function read(): readonly CartLine[] {
  const text = localStorage.getItem(place)
  return text === null ? [] : JSON.parse(text)
}
