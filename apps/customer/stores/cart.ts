import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Cart, Item } from '../../web/gen/operations.ts'
import { Problem } from '../../web/problem.ts'
import { call, session, shopId } from '../api.ts'
import { type CartLine, piecesOf, sameItem, withMore, withQuantity } from '../cart-lines.ts'
import { i18n } from '../language.ts'
import { useToast } from './toast.ts'

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

  /** Answers what was in it, for whoever thinks better of it. */
  async function clear(): Promise<readonly CartLine[]> {
    const before = lines.value
    await change([], () => call('clearCart', { query: { shopId } }))
    return before
  }
  async function putBack(taken: readonly CartLine[]): Promise<void> {
    for (const { item, quantity } of taken) await add(item, quantity)
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
  /** Where nobody can say what is in it, what is kept here goes on being shown. */
  async function loadIfReached(): Promise<void> {
    try {
      await load()
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
    }
  }

  const verbs = { add, setQuantity, clear, putBack, takeAlong, load, loadIfReached, show }
  return { lines, pieces, isBusy, lineOf, ...verbs }
})

/** Lines that survive a reload; changes are shown at once and asked for one after the other. */
function createKept() {
  const toast = useToast()
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
    } catch (thrown) {
      toast.tell(thrown, i18n.global.t('problem.unreachable'))
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
