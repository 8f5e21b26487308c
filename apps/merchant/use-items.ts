import { reactive, ref, shallowRef, watch } from 'vue'
import { useAttempt } from '../web/attempt.ts'
import { eventually } from '../web/eventually.ts'
import type { Dish, SetMeal } from '../web/gen/operations.ts'
import { call } from './api.ts'
import { useAccount } from './stores/account.ts'
import type { Kind } from './stores/catalog.ts'

export type Sold = Dish | SetMeal
export const pageLength = 12
const typingMs = 250

/** A page of what the shop sells, looked for by name, category and whether it is on sale. */
export function useItems() {
  const account = useAccount()
  const { problem, isRunning, attempt } = useAttempt()
  const kind = ref<Kind>('DISH')
  const wish = reactive({ name: '', categoryId: '', onSale: '' as '' | 'true' | 'false' })
  const page = ref(1)
  const items = shallowRef<readonly Sold[] | null>(null)
  const total = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  /** An answer that was overtaken by a later question changes nothing. */
  async function load(): Promise<void> {
    const name = kind.value === 'DISH' ? 'searchDishes' : 'searchSetMeals'
    const query = queryOf(wish, page.value)
    asked += 1
    const mine = asked
    const found = await call(name, { params: { shopId: account.shopId }, query })
    if (mine !== asked) return
    items.value = found.items
    total.value = found.total
  }
  /** Does something to the menu and shows what has become of it, also where it was refused. */
  async function change<T>(work: () => Promise<T>): Promise<T | undefined> {
    const done = await attempt(work)
    eventually(load)
    return done
  }
  const begin = () => attempt(load)
  watch(kind, () => {
    Object.assign(wish, { categoryId: '' })
    items.value = null
  })
  watch([kind, wish], () => {
    page.value = 1
    clearTimeout(timer)
    timer = setTimeout(begin, typingMs)
  })
  watch(page, begin)
  void begin()
  return { kind, wish, page, items, total, problem, isRunning, attempt, change, load: begin }
}

function queryOf(wish: { name: string; categoryId: string; onSale: '' | 'true' | 'false' }, page: number) {
  return {
    ...(wish.name.trim() !== '' && { name: wish.name.trim() }),
    ...(wish.categoryId !== '' && { categoryId: wish.categoryId }),
    ...(wish.onSale !== '' && { onSale: wish.onSale }),
    page: String(page),
    limit: String(pageLength),
  }
}
