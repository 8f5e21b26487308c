import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Item } from '../../web/gen/operations.ts'
import { Problem } from '../../web/problem.ts'
import { call, personNow, shopId } from '../api.ts'
import { type CartLine, itemOf, piecesOf, sameItem, withMore, withQuantity } from '../cart-lines.ts'
import { createKeptCart, giveBack, takeOnlyHere } from '../kept-cart.ts'
import { i18n } from '../language.ts'
import { useMenu } from './menu.ts'
import { useToast } from './toast.ts'

/** What somebody wants to buy: here while nobody is logged in, with the order service afterwards. */
export const useCart = defineStore('cart', () => {
  const toast = useToast()
  const menu = useMenu()
  const { t } = i18n.global
  const { lines, isBusy, show, change } = createKeptCart({
    nameOf: (item) => (menu.menu ? itemOf(menu.menu, item)?.name : undefined),
    refused: (thrown) => toast.tell(thrown, t('problem.unreachable')),
  })
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

  const { load, loadIfReached } = reading(show)
  const forget = () => show([])

  const verbs = { add, setQuantity, clear, putBack, load, loadIfReached, show, forget }
  return { lines, pieces, isBusy, lineOf, ...verbs }
})

/** The cart as the order service has it, with what was chosen before the login. */
function reading(show: (lines: readonly CartLine[]) => void) {
  async function load(): Promise<void> {
    const asker = personNow()
    if (asker === '') return
    await takeAlong()
    const told = (await call('getCart', { query: { shopId } })).lines
    if (personNow() === asker) show(told)
  }
  /** Where nobody can say what is in it, what is kept here goes on being shown. */
  async function loadIfReached(): Promise<void> {
    try {
      await load()
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
    }
  }
  return { load, loadIfReached }
}

/** What was chosen before the login comes along; what the shop no longer sells is named and left behind. */
async function takeAlong(): Promise<void> {
  const { t } = i18n.global
  const left: CartLine[] = []
  for (let line = takeOnlyHere(); line; line = takeOnlyHere()) if (!(await isTaken(line))) left.push(line)
  const names = left.map(({ name }) => name || t('cart.nameless')).join(t('cart.and'))
  if (left.length > 0) useToast().say({ text: t('cart.leftBehind', { names }), isBad: true })
}

/** Throws where nobody can say; the line then waits for the next time. */
async function isTaken(line: CartLine): Promise<boolean> {
  const { item, quantity } = line
  try {
    await call('addCartItem', { body: { shopId, item, quantity } })
    return true
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.status >= 400 && thrown.status < 500) return false
    giveBack(line)
    throw thrown
  }
}
